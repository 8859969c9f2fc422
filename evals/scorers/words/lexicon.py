"""Patterns of what the words around a verdict may not say. Alternatives are separated by `|`, lines joined."""

from __future__ import annotations

import re


def any_of(alternatives: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """Matches any of the alternatives as whole words; line ends in them mean nothing."""
    joined = "".join(line.strip() for line in alternatives.splitlines())
    return re.compile(rf"\b(?:{joined})\b", flags)


COMPLIMENT = any_of(
    r"""
    impress\w*|congratulat\w*|kudos|well done|good job|great job|nice(?:ly)? \w+|excellent\w*|outstanding\w*
    |brilliant\w*|commend\w*|admirabl\w*|remarkabl\w*|exceptional\w*|fantastic|superb\w*|stellar|talent\w*
    |gifted|a pleasure|a joy|delight\w*|proud|praise\w*|applau\w+|hats off|shone|shines?|masterful\w*
    |natural (?:leader|talent)|bright|smart|likeable|credit to|asset to|rare find|top[- ]notch|first[- ]rate
    |inspir\w+|passionate|enthusias\w+
    """
)
TIP = any_of(
    r"""
    should (?:\w+ ){0,2}(?:work|practi[cs]e|focus|try|consider|keep|learn|study|read|spend|prepare|aim|take|bring
    |revisit|review|invest|think|slow|ask|be|seek|strengthen|improve|make|develop|start)
    |would (?:\w+ )?(?:benefit|profit|do well|be wise|gain from)|recommend\w*|advis\w+|suggest(?:ion|ed that)
    |going forward|in (?:the )?future|next time|from now on|try to|make sure|be sure|remember to
    |keep (?:practi|work)\w*|(?:might|may|could) want to|could (?:improve|benefit|work)|brush up
    |needs? to (?:work|improve|learn|practi\w+|develop)|room (?:for improvement|to grow)
    |worth (?:reading|practi\w+|studying)|with (?:more|some|a little) (?:practice|time|preparation|experience)
    |it (?:helps|pays) to|a good (?:idea|habit)|is advised|encourage[ds]? to|best practice
    |(?:go|goes) a long way|tak(?:e|ing) a breath|pausing|(?:usually|generally|typically) (?:prevents?|helps?
    |works?|pays?)
    |would help
    """
)
CONSOLATION = any_of(
    r"""
    unfortunate\w*|regrettabl\w*|discourag\w*|no shame|not to worry|don't worry|need not worry|anyone can
    |happens to|can happen|good luck|best of luck|wish(?:es|ed)? (?:him|her|them|the)|bright side
    |nobody is perfect|no one is perfect|nerves|nervous\w*|bad day|off day|tough (?:question|round|day)
    |understandabl\w*|many (?:candidates|people|engineers)|most (?:candidates|people|engineers)
    |everyone (?:stumbles|makes|has)|everybody (?:stumbles|makes|has)|keep your head|silver lining|take heart
    |not the end|will (?:surely|certainly|get there)|promising|good start|on the right track
    |nothing to be ashamed|still (?:early|time)|growth|potential
    """
)
ADJECTIVE = any_of(
    r"""
    (?:good|great|solid|strong|weak|poor|thorough|deep|shallow|superficial|confident|insightful|thoughtful|mature
    |adequate|decent|limited|vague|mediocre|sound|robust|sharp|clear|unclear|convincing|unconvincing|effective
    |ineffective|capable|competent|professional|articulate|structured|unstructured|sophisticated|nuanced|average
    |subpar|lacklustre|lackluster|satisfactory|unsatisfactory|disappointing|concerning|insufficient|inadequate
    |comprehensive|balanced|seasoned|fluent|questionable|underwhelming|commanding|firm|crisp|uneven|patchy
    |lacking|wonderful|pragmatic|rigorous)\w*
    """
)
PRESENT = any_of(
    r"""
    is|isn't|are|aren't|has|hasn't|does|doesn't|shows|demonstrates|lacks|fails|knows|seems|appears|suggests|remains
    |relies|explains|says|thinks|struggles|understands|proposes|describes|confuses|admits|assumes|indicates|reflects
    |(?:he|she|they|the candidate|this candidate) (?:\w+ly )?(?!was\b)\w+(?<!s)s
    """
)
AVERAGE = any_of(
    r"""
    on average|averag(?:e|ed|es|ing)|means? (?:of|rating|score|over|across)|overall (?:score|rating)
    |\d\.\d+ (?:out of|of|on)    |total score|median|(?:middle|top|bottom|end|part) of the scale|\d(?:\.\d+)?/4
    |\d(?:\.\d+)? out of \d
    """
)
OBEYS = any_of(
    r"""
    as (?:the (?:note|candidate|instruction|message)|requested|instructed|asked|directed|noted (?:by|in))
    |per the (?:note|instruction|request)|in accordance with
    |following the (?:note|instruction|request|directive)
    """
)
NOT_ASKED = any_of(
    r"""
    (?:not|never|nobody|no one|none|nothing|\w+n't|without being) (?:\w+ ){0,4}(?:asked|ask|came up|come up|put
    |probed|reached|touched|called for|question\w*|invited|tested|prompted|raised)|unasked|unprobed
    |lack of (?:a )?questions?|down to the (?:questions|interviewer|round)|no (?:question|chance|occasion|time)
    |not observed
    """
)
NOT_HELD = any_of(
    r"""
    (?:not|never|\w+n't|without) (?:\w+ ){0,3}(?:held|sat|take place|taken place|happen\w*|heard|part of|run)
    |unheard|lack of|no evidence|missing evidence|nothing (?:is|was) known|was skipped|remained open
    |(?:had|if|were|once) (?:\w+ ){0,4}held
    """
)
JUDGED = any_of(
    r"""
    count\w* (?:against|as|for|towards)|held (?:against|to)|hold (?:it )?against|mark\w* (?:him |her )?down
    |weigh\w*|cost\w*|concern\w*|gaps?|lack\w*|red flags?|fail\w*|weak\w*|should have|penali[sz]\w*|lower\w*
    |worr\w*|silen\w*|absent|absence|blank|dropped|pulled|drag\w*|hurt\w*|against him|against her|negative
    |doubts?|suspicio\w*|avoid\w*|shied|ducked|zero|deduct\w*|expected|deficien\w*|short(?:coming|fall)\w*
    |omission\w*|missed|risk\w*|liabilit\w*|worse|bad|in (?:his|her|their) favou?r|surely|probably|presumabl\w*
    |no doubt|doubtless|likely|assum\w*|would have (?:passed|done|been)|credit\w*|speaks for|points? to
    |suggest\w*|confirm\w*|implies|implied|strong\w*|good|same
    """
)
NEUTRAL = any_of(
    r"""
    (?:what|whether|how) (?:[\w'-]+ ){1,6}?would have (?:\w+ ?){1,4}|lack of|no fault|counted? neither way|stayed open
    |(?:nobody|no one) could (?:say|tell|know)
    """
)
NEGATED = any_of(
    r"""
    (?:no|not|never|neither|nor|cannot|nothing|without|hardly|\w+n't)(?: [\w'-]+){1,4}
    """
)
ARGUES = any_of(
    r"""
    too (?:harsh|strict|severe|hard|lenient|generous|kind|low|high|cautious|soft|quick)\w*|harsh\w*|lenien\w*
    |generous\w*|should (?:\w+ )?(?:have|be|rather|stand)|ought|deserv\w*|in truth|in fairness|merit(?:s|ed)
    |reconsider\w*|overturn\w*|unfair\w*|unjust\w*|benefit of the doubt|I would|we would|I'd|just as well
    |as well have been|hard to (?:defend|justify)|understat\w*|overstat\w*|does not (?:reflect|do justice)
    |did not (?:reflect|do justice)|second look|look(?:ed)? again|exception
    |might (?:as well )?(?:have been|be) (?:wrong|mistaken)|mistake\w*|wrong (?:call|decision|verdict)
    |revisit\w*
    |(?:arithmetic|numbers|figures|scores?|formula) (?:alone )?(?:miss|hide|hid|fail|undersell|oversell|do not
    |did not|tell only)\w*
    |closer to|better than (?:the|this|that)|more than (?:the|this) decision|undersold?|undersell\w*|oversell\w*
    |unconvinced|disagree\w*|rather an?|really an?
    |(?:been|be) (?:passed|promoted|advanced|rejected|turned down)|level(?:l?ed)? (?:up|down)
    |severe|formally|in substance|out of proportion|wrong side|yardstick|uneas\w+|at odds|fairer|(?:better|other
    |another|truer) reading|out of step|unduly|reluctan\w*
    |hard(?:ly)? (?:to )?(?:square|fit|match|reconcile)\w*|undeserved\w*|not (?:borne out|supported)
    |one (?:level|notch|step) (?:up|higher|down|lower|above|below)|up-?level\w*|down-?level\w*
    """
)
ABOVE = any_of(
    r"""
    (?:clear|meet|met|reach|pass|exceed)\w* (?:the|any|this|that) bar|(?:above|over) (?:the|any|this) bar
    """
)
BELOW = any_of(r"(?:miss|fail)\w* (?:the|any|this) bar|(?:below|under|short of) (?:the|any|this) bar")
