"""Loading and checking what the interviewer knows: the text files of knowledge/."""
