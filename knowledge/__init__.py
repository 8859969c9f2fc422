"""What the interviewer knows, as text files: data, carried in the wheel. See README.md."""
