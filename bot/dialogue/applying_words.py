"""The words of applying, signing and asking for more: patterns over the normal form of a request, each short and linear."""

from __future__ import annotations

import re

_OPENING = r"(?:两融|融资融券|双融|孖展(?:户口|账户)?|信用(?:账户|账号|户)|(?:margin|credit) account)"
_NOT = r"(?:没有?|不(?:给|让|能)?|未|拒)"
_WHY = r"(?:为什么|为啥|为何|凭什么|凭啥|怎么|咋|干嘛|什么原因|\bwhy\b|\bhow come\b)"
_HOW_FAR = (
    r"(?:进度|进展|状态|动静|下文|没消息|能不能快|快一?点|催|到哪|哪一?步|怎么样了?$|咋样了?$|有(?:没有)?结果|多久|还要等|"
    r"(?:批|过|通过|审核|审批|办|下来|弄|搞)(?:好|完|下来)?(?:了)?(?:吗|么|没|没有|嘛)|批下来|status|progress|approved|how far|stuck)"
)

LINE = re.compile(r"额度|授信|提额|credit (?:line|limit)|my (?:line|limit)\b")
EXTENSION = re.compile(
    r"展期|延期|续期|\bexten(?:d|sions?|ded|ding)\b|\broll(?:ed|ing)?[- ]?(?:it )?over\b|\brenew(?:al|ed)?\b"
)
_MISTYPED = re.compile(r"展(?:其|齐|骑|琪|七|qi)|[斩辗粘占]期|佔期|展qi")
CONTRACT = re.compile(r"合同|协议|条款|\b(?:contract|agreement|amendment|clauses?|terms)\b")
APPLICATION = re.compile(
    rf"申请|开户|开通|审核|审批|{_OPENING}.{{0,4}}(?:开|办|批)|(?:开|办|批).{{0,4}}{_OPENING}|\bappl(?:y|ied|ication)\b|\badmission\b"
)
SUPPOSES = re.compile(
    r"如果|要是|假如|假设|倘若|万一|(?:调|改|降|变|打)(?:成|到|为)\s*(?:\d|零)|\bif\b|suppose"
)
IN_GENERAL = re.compile(
    r"规[则定]|什么条件|哪些条件|条件是|一般|通常|法律|监管|交易所|(?<!为)什么(?:是|叫)|是什么意思|\b(?:rules?|regulation|in general|conditions?)\b"
)
COMPLAINS = re.compile(r"投诉|举报|赔偿?|起诉|告你们|\b(?:complain|complaint|compensat\w+|sue)\b")
WHY = re.compile(_WHY)
STATUS = re.compile(_HOW_FAR)
BARE_STATUS = re.compile(
    r"(?:那|我的|现在|这个|它)*(?:批了|批下来|通过了?|过了|好了|办好了|有结果|下来了?|审完了?)(?:吗|么|没|没有|嘛)|"
    r"(?:那|我的|现在|这个|它)*(?:到哪(?:一?步)?了?|进度(?:呢|怎么样)?|怎么样了|什么进度|走到哪了?)|(?:is it )?approved(?: yet)?|any (?:news|progress)|where does it stand"
)
BARE_WHY = re.compile(
    r"(?:那|这)?(?:是)?(?:为什么|为啥|为何|凭什么|什么原因|怎么回事|理由呢|原因呢)(?:要|会)?(?:变|改|调整?|降|下调|调低)?(?:了)?(?:呢|啊|呀)?|why(?: not| is that)?"
)

# --- admission

WITHDRAW = re.compile(
    r"(?:撤回|撤销|撤掉|撤了?|取消|收回|不要了).{0,8}(?:申请|开户|两融)|(?:申请|开户).{0,5}(?:撤回|撤销|撤掉|撤了|取消|收回|不要了)|不(?:想)?(?:申请|开户|开两融|开通)了|"
    r"\b(?:withdraw|cancel|take back|drop|retract)\b.{0,16}\b(?:application|request|applying)\b"
)
SUBMIT = re.compile(
    r"(?:提交|递交|上交|交上?去?|报上去).{0,6}(?:开户|开通|两融|融资融券|我的)?.{0,3}申请|申请.{0,4}(?:提交|递交|交上去|报上去)|\bsubmit\b.{0,14}\bapplication\b|\bhand in\b.{0,12}\bapplication\b"
)
OPEN = re.compile(
    rf"(?:我|俺)?(?:就|也|现在|马上|立刻)?(?:要|想|打算|准备|需要|来)(?:在?你们?(?:这|这里|这儿|家)?)?(?:申请|去)?(?:开通?|开立|办理?|弄|搞|申请)(?:一?个|一下)?(?:开通)?{_OPENING}(?:账户|账号|户头?|业务|权限|资格)?"
    rf"|(?:帮|给|替)我?(?:申请|开通?|办理?|弄|搞)(?:一?个|一下)?{_OPENING}|^申请(?:开通|开立|办理)?{_OPENING}|^(?:我要|我想)?(?:申请开户|开户申请)$"
    rf"|\b(?:want|like|wish|need) to (?:open|apply for|get)\b.{{0,12}}{_OPENING}|\b(?:open|apply for)\b (?:a|my|me a) {_OPENING}"
)
ASKS = re.compile(
    r"[?]|吗|么$|呢|什么|多少|怎么|如何|哪|谁|几|能不能|可不可以|可以|门槛|\b(?:what|how|when|which|who|can|may|do|does|is|are)\b"
)
NOT_PASSED = re.compile(
    rf"{_WHY}.{{0,10}}{_NOT}.{{0,6}}(?:通过|批|过审|审核|开通|开户|给我开|过$)|(?:申请|审核|开户|开通).{{0,10}}(?:被拒|拒绝|没过|没通过|没批|卡住|不批|不通过)|(?:被拒|拒绝).{{0,6}}(?:原因|理由|{_WHY})"
    r"|\bwhy\b.{0,30}\b(?:refused|rejected|declined|approved|turned down|turn me down|pass)\b"
)
LACKS = re.compile(
    r"还(?:差|缺|少|需要|要|得)(?:些|点|我|补|准备|交|办)*(?:什么|啥|哪些|哪几)(?:材料|资料|条件|东西|步骤|手续|没)?|(?:缺|差|补)(?:什么|哪些|啥)(?:材料|资料|手续|条件)|\bwhat\b.{0,14}\b(?:missing|lack(?:ing)?|still need(?:ed)?|outstanding)\b"
)
WHO = re.compile(
    r"(?:谁|哪个部门|哪个人|什么人|哪位|哪些人).{0,6}(?:决定|来?批|审批|审核|来?审|说了算|拍板|负责批)|\bwho\b.{0,10}\b(?:decides?|approves?|reviews?|deciding)\b"
)
EXPLAIN = re.compile(
    r"(?:要|想要?|需要|给我?|跟我|有权)(?:你们)?(?:一?个|一下|要求)?(?:解释|说法|说明)(?:一下|清楚|原因|理由)*|解释(?:一下|清楚).{0,6}(?:申请|审核|开户|结果|决定)|\bexplain\b.{0,30}\b(?:application|decision|refusal|why)\b|\bexplanation\b"
)
PERSON = re.compile(
    r"(?:找|叫|派|让|换)(?:个|一?个|一位|真)?人(?:来|工)?.{0,6}(?:解释|说明|说清|复核|再看|重新看)|人工.{0,4}(?:解释|复核|重新审|再审)|\b(?:person|someone|somebody|human)\b.{0,16}\b(?:explain|look (?:at it )?again|review)\b"
)
SHEET = re.compile(
    r"(?:风险)?(?:测评|评测|问卷|风评)|风险(?:承受能力)?(?:评估|等级)|适当性(?:测评|评估)|\b(?:questionnaire|risk (?:assessment|test|profile|grade)|suitability test)\b"
)
SHEET_RESULT = re.compile(
    r"结果|几分|多少分|得分|分数|等级|几级|有效|到期|过期|失效|什么时候.{0,6}(?:再|重)|(?:多久|何时|几时|哪天).{0,6}(?:再|重|能)|\b(?:result|score|points|grade|valid|expire\w*|when)\b"
)
SHEET_GO = re.compile(
    r"开始|继续|接着|来做|要做|想做|做(?:一下|吧|个)|重新(?:做|测|答|填)|重做|重测|再做|填(?:一下|写)?|答(?:题|卷)|去做|进行|测一下|^(?:做|我做)|\b(?:start|begin|take|continue|resume|go on|retake|do)\b"
)
MINE = re.compile(r"我|\bmy\b|\bi\b|\bme\b")

# --- agreements

SIGN = re.compile(
    r"(?:我)?(?:要|想|来|去|现在|开始|继续|可以|怎么)(?:把)?(?:签|签署|签订)(?:一下|掉|了|个)?.{0,6}(?:合同|协议|两融)|^(?:签|签署|签订)(?:一下)?(?:我的)?(?:合同|协议)|(?:合同|协议)(?:我)?(?:要|想|现在|怎么)?签(?:一下|署|了吧)|\bsign\b (?:the|my|this|an?)\b.{0,8}\b(?:agreement|contract)\b"
)
SIGNED = re.compile(
    r"签(?:署|订)?(?:的|了|过)?(?:是)?.{0,6}(?:合同|协议).{0,8}(?:哪|第几|几|什么|吗|没)|(?:合同|协议).{0,8}(?:哪(?:一)?个?版|第几版|什么版|版本|签(?:署|订|的|了|过))|(?:什么时候|哪天|何时|几号|多久前|啥时候).{0,4}签|签.{0,4}(?:什么时候|哪天|何时|几号|哪(?:一)?个?版)"
    r"|\b(?:which|what) version\b|\bwhen did i sign\b|\b(?:agreement|contract)\b.{0,14}\bversion\b|\bhave i signed\b"
)
WHICH_CLAUSE = re.compile(
    r"(?:第几|哪(?:一)?|几)(?:条|款)|在(?:合同|协议)(?:的|里)?(?:哪|第几)|\b(?:which|what) clause\b|\b(?:rate|line|interest|deadline)(?:'s)? clause\b|\bclause number\b"
)
RISKS = re.compile(
    r"(?:看|读|发|打开|念|给我|我签的|在哪).{0,6}风险揭示书?|风险揭示书?.{0,6}(?:看|读|发|打开|给我|在哪|拿来)|\b(?:show|read|see|open|give)\b.{0,12}\brisk disclosures?\b"
)
TO_CHANGE = re.compile(
    r"(?:合同|协议|条款).{0,6}(?:要|会|将|准备|打算|得)(?:怎么|被)?(?:改|变|调)|(?:要|准备|打算|想)(?:给我)?(?:改|变更|修改)(?:我的?)?(?:合同|协议|条款)|(?:改|动)我的?(?:合同|协议|条款)|(?:合同|协议)(?:的)?(?:变更|修订|补充)(?:通知|内容|邀约|是什么|有(?:什么|哪些)|呢|提议)|(?:有|收到).{0,6}合同变更|让我(?:同意|确认|签).{0,6}(?:什么|啥)|(?:改|变)(?:的)?(?:是)?(?:哪|什么)(?:些|几)?(?:条|款)"
    r"|\bamendment\b|\b(?:contract|agreement|terms)\b.{0,12}\b(?:going to|will|would|to) (?:be )?chang\w*|\bwhat\b.{0,14}\b(?:will|would|going to) chang\w*.{0,14}\b(?:contract|agreement|terms)\b"
)
WOULD_MEAN = re.compile(
    r"(?:改|变|变更|调|调整|同意|签)(?:了|成|完)?(?:之?后|以后)?.{0,4}(?:我|对我).{0,6}(?:会|怎么样|怎样|影响|有什么|变|多少|吃亏)|对我(?:有|的)?(?:什么|啥|多大)?(?:影响|坏处|好处)|会变(?:成)?(?:多少|几)|影响(?:我)?(?:什么|多大|大吗|大不大|到我)|\b(?:affect|mean|impact)\b.{0,14}\b(?:me|mine|my)\b|how does it affect"
)
REFUSE = re.compile(
    r"(?:我)?(?:不|别|绝不|坚决不|才不|不会)(?:想)?(?:同意|接受|答应|签)(?:这个?|这次|该|你们的?)?(?:合同)?(?:变更|修改|改动|新合同|新条款|调整|它)?(?:的)?(?:了|吧|啊)?|(?:我)?(?:拒绝|反对)(?:这个?|这次|该|你们的?)?(?:合同)?(?:变更|修改|改动|新合同|新条款|调整|它)?(?:了|吧)?|(?:i )?(?:do not|don'?t|won'?t) (?:agree|accept)(?: (?:to )?(?:it|this|the (?:amendment|change|new terms)))?|(?:i )?(?:refuse|decline|reject)(?: (?:it|this|the (?:amendment|change|new terms)))?"
)
ACCEPT = re.compile(
    r"(?:(?:行吧|好吧|那就?|嗯|算了)?[,，\s]*(?:我)?(?:同意|接受|答应)(?:这个?|这次|那个?|该|你们的?)?(?:的)?(?:合同|协议|条款)?(?:的)?(?:变更|修改|改动|新合同|新条款|调整|改|修订|补充协议)?(?:了|吧|的)?|(?:这个?|那个?|这次)?(?:的)?(?:补充协议|合同变更|协议修改|变更|修改|修订|改动)(?:我)?(?:同意|接受)(?:了|吧)?)(?:[,，\s]*(?:请)?(?:帮|给|替)?我?(?:办|处理|提交|弄|确认|登记)(?:一下|了|吧|掉|好)*)?|(?:i )?(?:agree|accept)(?: (?:to )?(?:it|this|the (?:amendment|change|new terms)))?"
)
OF_CHANGE = re.compile(r"变更|修改|改动|修订|补充协议|新合同|新条款|\b(?:amendment|change|new terms)\b")
SILENCE = re.compile(
    r"装(?:作|没|死)|当没(?:看|收)|无视|(?:不|没|没有|不去|一直不)(?:回复|答复|回|理|理会|表态|回应|确认|答应|管|吭声|签)(?:它|他|你们)?(?:的话)?.{0,8}(?:怎么样|怎样|咋样|会|呢|默认|算|自动|行不行)|默认(?:我)?(?:算)?(?:同意|接受)|自动(?:生效|同意|算)|\b(?:don'?t|do not|never|not)\b (?:answer|reply|respond|say anything)\b|\bsilence\b|\bignore (?:it|the amendment)\b"
)

# --- the credit line and extensions

LINE_ASK = re.compile(
    r"(?:申请|想|要|能不能|可以|需要)(?:给我|帮我|把)?(?:提高?|加|调高|调|升|增加|增|多给)(?:一?点|些|一下)?(?:我的?)?(?:授信|信用)?额度?|提额|(?:想|要|申请)(?:把)?(?:我的?)?(?:授信|信用)?额度.{0,4}(?:提|加|调|升|增)|申请(?:更[多高大]的?|新的?|一?个|\d+万?元?的?)?(?:授信|信用)?额度"
    r"|\b(?:apply for|request|ask for|want|like)\b.{0,16}\b(?:higher|bigger|larger|more|increase\w*|raise)\b.{0,14}\b(?:line|limit|credit)\b|\b(?:want|like) (?:my|the|a) credit (?:line|limit)\b.{0,16}\b(?:raised|increased)\b"
)
LINE_WHY = re.compile(
    rf"额度.{{0,8}}(?:{_WHY}|冻结|冻|这么(?:少|低|小|点)|才(?:这|\d)|怎么(?:算|定|来))|{_WHY}.{{0,10}}额度|\b(?:why|how)\b.{{0,24}}\b(?:credit )?(?:line|limit)\b|\b(?:line|limit)\b.{{0,12}}\b(?:frozen|so (?:small|low))\b"
)
LINE_ONLY_SCORE = re.compile(r"评分|评级|谁|\bscore\b")
EXTEND_ASK = re.compile(
    r"(?:我)?(?:想|要|申请|办理?|帮我|给我|替我|需要|准备)(?:申请|办理?|做|给|把|将)?.{0,14}(?:展期|延期|续期)|^(?:展期|延期|续期)(?:吧|申请|一下)?$|^把.{1,14}(?:展期|延期)|^(?:展期|延期)\s*[a-z]+-|\b(?:want|like|need|apply|please|can you)\b.{0,20}\bexten(?:d|sion)\b|^extend\b"
)
EXTEND_CAN = re.compile(
    r"[a-z]+-[a-z]?\d+.{0,4}(?:能|可以)(?:不能)?.{0,4}(?:展期|延期)|(?:我|合约|这笔|那笔).{0,10}(?:能|可以|可不可以|能不能|符合|够).{0,6}(?:展期|延期)|(?:展期|延期).{0,4}(?:条件)?我.{0,4}(?:够|符合|满足)|\bcan\b.{0,14}\bmy\b.{0,20}\bextended\b|\bcan i\b.{0,10}\bextend\b"
)
EXTEND_UNTIL = re.compile(
    r"(?:最晚|最迟|最后|截止|什么时候|啥时候|何时|哪天|几号|多久|提前几|最早).{0,10}(?:展期|延期|续期)|(?:展期|延期|续期).{0,10}(?:最晚|最迟|截止|什么时候|何时|哪天|几号|提前(?:多久|几)|最早)|\b(?:latest|by when|deadline|last day|when)\b.{0,24}\bexten(?:d|sion)\b|\bexten(?:d|sion)\b.{0,20}\b(?:latest|by when|deadline)\b"
)
EXTEND_WHY = re.compile(
    rf"{_WHY}.{{0,10}}{_NOT}.{{0,6}}(?:展期|延期|续期)|(?:展期|延期|续期).{{0,8}}(?:{_WHY}|被拒|没批|不批|没通过)|\bwhy\b.{{0,24}}\bexten(?:d|sion|ded)\b"
)

# --- what was announced, when figures are from, what happened

_TERM = r"(?:折算率|折扣率?|标的(?:资格|名单)?|保证金比例|集中度(?:上限|限额)?|haircut|conversion rate|margin ratio|concentration limit)"
ANNOUNCED = re.compile(
    rf"{_TERM}.{{0,8}}(?:要|会|将|是不是要?|是否|准备|快|马上|即将)(?:变|调|改|降|升|下调|上调|涨|跌|动)|{_TERM}.{{0,8}}(?:{_WHY}|什么时候|啥时候|何时|哪天).{{0,8}}(?:变|降|调|改|升|低|生效)|{_WHY}.{{0,10}}(?:下调|调低|降|改|调整|变)(?:了)?.{{0,12}}{_TERM}|{_TERM}.{{0,4}}(?:变化|变动|变了|调整|下调|上调)(?:了)?(?:吗|么|没|什么|通知|$)"
    rf"|{_TERM}.{{0,20}}\b(?:going to change|will change|change\w*|going down|be cut|being cut|lowered|cut)\b|\bwhy\b.{{0,20}}\b(?:cut|lower\w*|chang\w*)\b.{{0,30}}{_TERM}|\b(?:announced|upcoming) changes?\b"
)
ACCOUNT_LOG = re.compile(
    r"(?:账户|资金|我的).{0,2}(?:流水|动账|变动记录)|(?:流水|动账)(?:明细|记录|给我|看)|(?:看|查|给我).{0,4}(?:流水|动账)"
)
VALUE_ASKED = re.compile(
    r"(?:比例|维保|负债|可用|可取|余额|欠).{0,4}(?:多少|几)|\b(?:what(?:'s| is) my|how much)\b"
)
CAN_SUBMIT = re.compile(
    r"(?:那)?(?:我)?(?:现在)?(?:能|可以)(?:不能)?提交(?:了)?(?:吗|不|么)?|can i submit(?: it)?(?: now)?"
)
TAKE_BACK = re.compile(
    r"(?:那就?|我要|帮我|给我)?(?:撤回|撤销|撤了|撤掉|取消)(?:吧|它|了)?|withdraw(?: it)?|take it back"
)
LINE_CHANGES = re.compile(
    r"(?:预警|警戒|平仓|补足|恢复|提取|最低)线.{0,2}(?:要|会|将)(?:不会)?(?:变|改|调|升|降)"
)
LATELY = re.compile(
    r"(?:最近|近期|这阵子|马上|接下来|未来).{0,6}(?:公司|你们|政策|规则|规定|我这边|账户规则)?(?:的)?(?:有|会有)?(?:什么|啥|哪些|没有)?(?:新)?(?:政策|规则|规定|公告|业务)?(?:要)?(?:变化|变动|调整|变更|公告|要变)(?:吗|呢|么)?|(?:政策|公告)(?:有|要)?(?:什么|哪些|啥)?(?:变化|变动|调整)|\bwhat\b.{0,10}\b(?:chang(?:es|ed)|new)\b.{0,8}\b(?:lately|recently|coming|soon)\b|\brecent changes\b|\bany changes\b"
)
IN_FORCE_WHEN = re.compile(
    r"(?:那|它|这个)?(?:什么时候|何时|哪天|几号|啥时候)(?:开始)?(?:生效|执行|实施|起)|when (?:does|will) it (?:take effect|apply|start)"
)
TIME_ASKED = re.compile(
    r"(?:数|数字|数据|比例|结果|快照|价格|行情|余额|这个|这些|账户)(?:都)?(?:是|系)?(?:什么时候|几点|哪天|何时|啥时候|多久以?前|几时)(?:的|更新|算|取|嘅)|(?:数据|数字|这个?数|行情|价格)(?:的)?(?:来源|出处)|(?:数据|数字|数|价格|行情)(?:是|都)?(?:从|打)?哪(?:里|儿)?(?:来|取|拿|弄|得|搞)|实时|(?:多久|多长时间|几分钟|几个小时|什么时候|啥时候).{0,4}(?:没|没有)?更新|(?:数据|数字|数).{0,3}(?:多老|多旧|多久)|(?:数据|数字|行情|价格).{0,6}(?:旧|过时|过期|延迟|滞后|新鲜|最新|靠谱吗|新不新)"
    r"|\breal[- ]?time\b|\b(?:live|up[- ]to[- ]date|stale|outdated)\b|\bwhere\b.{0,10}\b(?:numbers?|figures?|data|prices?)\b.{0,8}\bcome from\b|\b(?:how (?:old|fresh|recent)|when)\b.{0,18}\b(?:numbers?|figures?|data|snapshot|prices?)\b|\b(?:data|figures?|numbers?|prices?) source\b|\bsource of\b.{0,8}\b(?:data|numbers?|figures?|prices?)\b"
)
DAY_ASKED = re.compile(r"什么时候|啥时候|何时|哪天|\bwhen\b")
NOT_OF_FIGURES = re.compile(r"公告|规则|规定|条文|法规|实时监控|盯市|盘中|合同|\b(?:rules?|regulation|law)\b")
ARRIVED = re.compile(
    r"(?:转|打|存|汇|划|充|入)(?:的|进|过|入|了|进去|进来|给你们)*.{0,6}(?:钱|款|资金|元|块|万|那笔|money).{0,10}(?:到账|到了?没|到了吗|收到|进来(?:了|没)|入账|进账户|没到|到没)|(?:钱|(?<!还)款|资金|那笔|这笔).{0,6}(?:(?:到账|入账|收到)(?:了)?(?:吗|么|没|没有|嘛|$)|进来(?:了)?(?:吗|么|没|没有|嘛))|入金.{0,6}(?:到|成功|了吗)|(?:到账|入账)(?:了)?(?:吗|没|没有)$"
    r"|\b(?:did|has|have|is)\b.{0,16}\b(?:money|transfer|deposit|cash|payment|funds)\b.{0,20}\b(?:arrived?|come|land(?:ed)?|credited|there|received|gone through|through)\b|\b(?:money|transfer|deposit|funds)\b.{0,12}\b(?:arrived|landed|credited)\b"
)
ENTITLED = re.compile(
    r"(?:送股|分红|红利|股息|红股|派息|配股|转增|送转).{0,8}(?:到账|到了|入账|发了|到没|收到|派了|进来|到了没|给我了)|(?:收到|到账).{0,6}(?:分红|股息|红股|红利)|\b(?:dividends?|bonus shares?|rights)\b.{0,16}\b(?:arrived?|paid|credited|received|booked|in yet|come)\b"
)
HAPPENED = re.compile(
    r"(?:今天|今日|昨天|最近|这几天|刚才|刚刚)?.{0,4}(?:账户|户头|账上|资金|我)?(?:里|上)?.{0,2}(?:有|发生)(?:了|过)?(?:什么|啥|哪些|没有)?(?:新的?)?(?:变动|动静|流水|动账|进出|交易记录)|(?:资金|账户)?(?:流水|动账|变动)(?:明细|记录|情况)?(?:看|给|呢|有|查|$)|(?:看|查|给我)(?:一?下)?.{0,6}(?:流水|动账|交易记录|资金变动|账户变动)|(?:今天|今日).{0,4}(?:账户|账上).{0,4}(?:变|动)"
)
HAPPENED_EN = re.compile(
    r"\bwhat (?:happened|moved|changed)\b.{0,10}\b(?:in|on|to|with) my account\b|\b(?:account|any|my|recent|today'?s) (?:account )?(?:activity|movements?|transactions?)\b"
)
THIS_ONE = re.compile(
    r"(?:那|这)(?:一?笔|一?条)(?:钱|款|资金|记录|流水)?(?:又)?(?:是)?(?:什么|啥|干什么的|怎么回事|哪来的|咋回事)|\bwhat(?:'s| is| was) (?:this|that) (?:entry|booking|transaction|charge|deduction)\b"
)
MY_REQUESTS = re.compile(
    r"(?:我|本人)(?:的|都)?(?:有|提过|交过|递过|提交过|办过)?(?:哪些|什么|几个|多少|所有|全部|在办)?(?:的)?申请(?:都|一共)?(?:有)?(?:哪些|什么|几个|记录|列表|清单|呢)|(?:等|待)(?:着)?(?:审?批|审核|处理)(?:的)?申请|^(?:看看|查(?:一下|看)?|给我看)?我的申请$|(?:提|交|申请)过(?:什么|哪些|啥)(?:申请)?|(?:所有|全部|哪些)(?:的)?申请|申请(?:记录|列表|清单)|\bmy (?:requests|applications)\b|\bwhat (?:have|did) i (?:ask(?:ed)?|appl(?:y|ied)|request(?:ed)?)\b"
)
READ_ON = re.compile(
    r"(?:我)?(?:已经?|都)?(?:阅读|读|看)(?:完|过|好)?(?:了|啦)?(?:,?(?:继续|下一[节步条个]|往下|接着))*|(?:继续|下一[节步条个]|往下|接着|下页|下一页)(?:读|看|吧)?|(?:i(?:'ve| have)? )?read(?: it)?|(?:go on|continue|next(?: (?:section|step|one))?|done reading)"
)
STOP = re.compile(
    r"(?:先)?(?:不|停|退出|结束|算了|取消)(?:做|读|看|答|签|填)?(?:了|吧|下来)?|(?:stop|quit|exit|cancel|later)"
)


def mended(text: str) -> str:
    """``text`` with an extension that was mistyped put right: 展其 is meant as 展期."""
    return _MISTYPED.sub("展期", text)
