"""The words of agreements and their changes, of the credit line and of extensions, a way each line."""

from __future__ import annotations

from bot.dialogue.applying_words import NOT_WORDS, WHY_WORDS
from bot.dialogue.phrases import pattern

# --- agreements

SIGN = pattern(
    r"(?:我)?(?:要|想|来|去|现在|开始|继续|可以|怎么)(?:把)?(?:签|签署|签订)(?:一下|掉|了|个)?.{0,6}(?:合同|协议|两融)",
    r"^(?:签|签署|签订)(?:一下)?(?:我的)?(?:合同|协议)",
    r"(?:合同|协议)(?:我)?(?:要|想|现在|怎么)?签(?:一下|署|了吧)",
    r"\bsign\b (?:the|my|this|an?)\b.{0,8}\b(?:agreement|contract)\b",
)
SIGNED = pattern(
    r"签(?:署|订)?(?:的|了|过)?(?:是)?.{0,6}(?:合同|协议).{0,8}(?:哪|第几|几|什么|吗|没)",
    r"(?:合同|协议).{0,8}(?:哪(?:一)?个?版|第几版|什么版|版本|签(?:署|订|的|了|过))",
    r"(?:什么时候|哪天|何时|几号|多久前|啥时候).{0,4}签",
    r"签.{0,4}(?:什么时候|哪天|何时|几号|哪(?:一)?个?版)",
    r"\b(?:which|what) version\b",
    r"\bwhen did i sign\b",
    r"\b(?:agreement|contract)\b.{0,14}\bversion\b",
    r"\bhave i signed\b",
)
WHICH_CLAUSE = pattern(
    r"(?:第几|哪(?:一)?|几)(?:条|款)",
    r"在(?:合同|协议)(?:的|里)?(?:哪|第几)",
    r"\b(?:which|what) clause\b",
    r"\b(?:rate|line|interest|deadline)(?:'s)? clause\b",
    r"\bclause number\b",
)
RISKS = pattern(
    r"(?:看|读|发|打开|念|给我|我签的|在哪).{0,6}风险揭示书?",
    r"风险揭示书?.{0,6}(?:看|读|发|打开|给我|在哪|拿来)",
    r"\b(?:show|read|see|open|give)\b.{0,12}\brisk disclosures?\b",
)
TO_CHANGE = pattern(
    r"(?:合同|协议|条款).{0,6}(?:要|会|将|准备|打算|得)(?:怎么|被)?(?:改|变|调)",
    r"(?:要|准备|打算|想)(?:给我)?(?:改|变更|修改)(?:我的?)?(?:合同|协议|条款)",
    r"(?:改|动)我的?(?:合同|协议|条款)",
    r"(?:合同|协议)(?:的)?(?:变更|修订|补充)(?:通知|内容|邀约|是什么|有(?:什么|哪些)|呢|提议)",
    r"(?:有|收到).{0,6}(?:合同|合约|协议)(?:变更|修订|修改)",
    r"(?:合同|合约|协议)(?:的)?(?:修订|变更|修改|补充).{0,8}(?:确认|同意|答复|签|讲|说|写)",
    r"让我(?:同意|确认|签).{0,6}(?:什么|啥)",
    r"(?:改|变)(?:的)?(?:是)?(?:哪|什么)(?:些|几)?(?:条|款)",
    r"\bamendment\b",
    r"\b(?:contract|agreement|terms)\b.{0,12}\b(?:going to|will|would|to) (?:be )?chang\w*",
    r"\bwhat\b.{0,14}\b(?:will|would|going to) chang\w*.{0,14}\b(?:contract|agreement|terms)\b",
)
WOULD_MEAN = pattern(
    r"(?:改|变|变更|调|调整|同意|签)(?:了|成|完)?(?:之?后|以后)?.{0,4}(?:我|对我).{0,6}(?:会|怎么样|怎样|影响|有什么|变|多少|吃亏)",
    r"对我(?:有|的)?(?:什么|啥|多大)?(?:影响|坏处|好处)",
    r"会变(?:成)?(?:多少|几)",
    r"影响(?:我)?(?:什么|多大|大吗|大不大|到我)",
    r"\b(?:affect|mean|impact)\b.{0,14}\b(?:me|mine|my)\b",
    r"how does it affect",
)
REFUSE = pattern(
    r"(?:我)?(?:不|别|绝不|坚决不|才不|不会)(?:想)?(?:同意|接受|答应|签)(?:这个?|这次|该|你们的?)?(?:合同)?(?:变更|修改|改动|新合同|新条款|调整|它)?(?:的)?(?:了|吧|啊)?",
    r"(?:我)?(?:拒绝|反对)(?:这个?|这次|该|你们的?)?(?:合同)?(?:变更|修改|改动|新合同|新条款|调整|它)?(?:了|吧)?",
    r"(?:i )?(?:do not|don'?t|won'?t) (?:agree|accept)(?: (?:to )?(?:it|this|the (?:amendment|change|new terms)))?",
    r"(?:i )?(?:refuse|decline|reject)(?: (?:it|this|the (?:amendment|change|new terms)))?",
)
ACCEPT = pattern(
    r"(?:(?:行吧|好吧|那就?|嗯|算了)?[,，\s]*(?:我)?(?:同意|接受|答应)(?:这个?|这次|那个?|该|你们的?)?(?:的)?(?:合同|协议|条款)?(?:的)?(?:变更|修改|改动|新合同|新条款|调整|改|修订|补充协议)?(?:了|吧|的)?|(?:这个?|那个?|这次)?(?:的)?(?:补充协议|合同变更|协议修改|变更|修改|修订|改动)(?:我)?(?:同意|接受)(?:了|吧)?)(?:[,，\s]*(?:请)?(?:帮|给|替)?我?(?:办|处理|提交|弄|确认|登记)(?:一下|了|吧|掉|好)*)?",
    r"(?:i )?(?:agree|accept)(?: (?:to )?(?:it|this|the (?:amendment|change|new terms)))?",
)
OF_CHANGE = pattern(
    r"变更",
    r"修改",
    r"改动",
    r"修订",
    r"补充协议",
    r"新合同",
    r"新条款",
    r"\b(?:amendment|change|new terms)\b",
)
SILENCE = pattern(
    r"装(?:作|没|死)",
    r"当没(?:看|收)",
    r"无视",
    r"(?:不|没|没有|不去|一直不)(?:回复|答复|回|理|理会|表态|回应|确认|答应|管|吭声|签)(?:它|他|你们)?(?:的话)?.{0,8}(?:怎么样|怎样|咋样|会|呢|默认|算|自动|行不行)",
    r"默认(?:我)?(?:算)?(?:同意|接受)",
    r"自动(?:生效|同意|算)",
    r"\b(?:don'?t|do not|never|not)\b (?:answer|reply|respond|say anything)\b",
    r"\bsilence\b",
    r"\bignore (?:it|the amendment)\b",
)

# --- the credit line and extensions

LINE_ASK = pattern(
    r"(?:申请|想|要|能不能|可以|需要)(?:给我|帮我|把)?(?:提高?|加|调高|调|升|增加|增|多给)(?:一?点|些|一下)?(?:我的?)?(?:授信|信用)?额度?",
    r"提额",
    r"(?:想|要|申请)(?:把)?(?:我的?)?(?:授信|信用)?额度.{0,4}(?:提|加|调|升|增)",
    r"申请(?:更[多高大]的?|新的?|一?个|\d+万?元?的?)?(?:授信|信用)?额度",
    r"\b(?:apply for|request|ask for|want|like)\b.{0,16}\b(?:higher|bigger|larger|more|increase\w*|raise)\b.{0,14}\b(?:line|limit|credit)\b",
    r"\b(?:want|like) (?:my|the|a) credit (?:line|limit)\b.{0,16}\b(?:raised|increased)\b",
)
LINE_WHY = pattern(
    rf"额度.{{0,8}}(?:{WHY_WORDS}|冻结|冻|这么(?:少|低|小|点)|才(?:这|\d)|怎么(?:算|定|来))",
    rf"{WHY_WORDS}.{{0,10}}额度",
    r"\b(?:why|how)\b.{0,24}\b(?:credit )?(?:line|limit)\b",
    r"\b(?:line|limit)\b.{0,12}\b(?:frozen|so (?:small|low))\b",
)
LINE_ONLY_SCORE = pattern(
    r"评分",
    r"评级",
    r"谁",
    r"\bscore\b",
)
EXTEND_ASK = pattern(
    r"(?:我)?(?:想|要|申请|办理?|帮我|给我|替我|需要|准备)(?:申请|办理?|做|给|把|将)?.{0,14}(?:展期|延期|续期)",
    r"^(?:展期|延期|续期)(?:吧|申请|一下)?$",
    r"^把.{1,14}(?:展期|延期)",
    r"^(?:展期|延期)\s*[a-z]+-",
    r"\b(?:want|like|need|apply|please|can you)\b.{0,20}\bexten(?:d|sion)\b",
    r"^extend\b",
)
EXTEND_CAN = pattern(
    r"[a-z]+-[a-z]?\d+.{0,4}(?:能|可以)(?:不能)?.{0,4}(?:展期|延期)",
    r"(?:我|合约|这笔|那笔).{0,10}(?:能|可以|可不可以|能不能|符合|够).{0,6}(?:展期|延期)",
    r"(?:展期|延期).{0,4}(?:条件)?我.{0,4}(?:够|符合|满足)",
    r"\bcan\b.{0,14}\bmy\b.{0,20}\bextended\b",
    r"\bcan i\b.{0,10}\bextend\b",
)
EXTEND_UNTIL = pattern(
    r"(?:最晚|最迟|最后|截止|什么时候|啥时候|何时|哪天|几号|多久|提前几|最早).{0,10}(?:展期|延期|续期)",
    r"(?:展期|延期|续期).{0,10}(?:最晚|最迟|截止|什么时候|何时|哪天|几号|提前(?:多久|几)|最早)",
    r"\b(?:latest|by when|deadline|last day|when)\b.{0,24}\bexten(?:d|sion)\b",
    r"\bexten(?:d|sion)\b.{0,20}\b(?:latest|by when|deadline)\b",
)
EXTEND_WHY = pattern(
    rf"{WHY_WORDS}.{{0,10}}{NOT_WORDS}.{{0,6}}(?:展期|延期|续期)",
    rf"(?:展期|延期|续期).{{0,8}}(?:{WHY_WORDS}|被拒|没批|不批|没通过)",
    r"\bwhy\b.{0,24}\bexten(?:d|sion|ded)\b",
)
