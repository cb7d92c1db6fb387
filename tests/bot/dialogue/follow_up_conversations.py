"""Conversations whose later messages mean something only after the first: what was said, the intent of the answer, what follows.

Each follow-up stands with the flow and the side of it that has to answer; ``of_topic`` is a sentence about the matter itself.
"""

from __future__ import annotations

CHANGE, TERMS, APPLIED = "my_announced_change", "my_amendment", "my_application"
SHEET, SIGNED, LINE, EXTENDED, ASKED = (
    *("my_questionnaire", "my_agreement", "my_line_request", "my_extension", "my_requests"),
)
CALL, WHY, MISSING, TOPIC = "margin_call", "call_why", "call_missing", "of_topic"
Turn = tuple[str, str, str | None]

CONVERSATIONS: tuple[tuple[str, str, tuple[Turn, ...]], ...] = (
    # an announced change
    (
        "保证金比例要变了吗",
        CHANGE,
        (
            ("什么时候开始", CHANGE, "when"),
            ("我会被影响吗", CHANGE, "effect"),
            ("那我现在能做什么", TOPIC, "announced.can_do"),
        ),
    ),
    (
        "保证金比例要变了吗",
        CHANGE,
        (
            ("从哪天起", CHANGE, "when"),
            ("为什么要改", CHANGE, "why"),
            ("谁定的", TOPIC, "announced.who_decides"),
        ),
    ),
    (
        "折算率是不是要调",
        CHANGE,
        (
            ("几号生效", CHANGE, "when"),
            ("对我有多大影响", CHANGE, "effect"),
            ("那我该怎么办", TOPIC, "announced.can_do"),
        ),
    ),
    (
        "折算率是不是要调",
        CHANGE,
        (("已经生效了吗", CHANGE, "when"), ("我的老合约受影响吗", CHANGE, "effect")),
    ),
    (
        "茅台的折算率要下调了？",
        CHANGE,
        (
            ("为啥", CHANGE, "why"),
            ("我可以不同意吗", TOPIC, "announced.agree"),
            ("能撤回吗", TOPIC, "announced.take_back"),
        ),
    ),
    (
        "保證金比例要變了嗎",
        CHANGE,
        (
            ("什麼時候開始", CHANGE, "when"),
            ("我會被影響嗎", CHANGE, "effect"),
            ("那我現在能做什麼", TOPIC, "announced.can_do"),
        ),
    ),
    (
        "折算率係咪要改",
        CHANGE,
        (
            ("幾時開始㗎", CHANGE, "when"),
            ("對我有咩影響", CHANGE, "effect"),
            ("我而家可以做咩", TOPIC, "announced.can_do"),
        ),
    ),
    (
        "折算率係咪要改",
        CHANGE,
        (
            ("點解要改", CHANGE, "why"),
            ("邊個決定㗎", TOPIC, "announced.who_decides"),
            ("仲會唔會變", TOPIC, "announced.is_final"),
        ),
    ),
    (
        "is the margin ratio going to change?",
        CHANGE,
        (
            ("when does it start?", CHANGE, "when"),
            ("how does that affect me?", CHANGE, "effect"),
            ("what can I do about it?", TOPIC, "announced.can_do"),
        ),
    ),
    (
        "is the haircut changing?",
        CHANGE,
        (
            ("from when?", CHANGE, "when"),
            ("why is it changing?", CHANGE, "why"),
            ("who decided this?", TOPIC, "announced.who_decides"),
            ("is that final?", TOPIC, "announced.is_final"),
        ),
    ),
    (
        "is the haircut changing?",
        CHANGE,
        (("will I be affected?", CHANGE, "effect"), ("what if I do nothing?", TOPIC, "announced.if_nothing")),
    ),
    # the contract and its changes
    (
        "新条款改了什么",
        "contract_changes",
        (("对我有什么影响", TERMS, "effect"), ("不同意会怎样", TERMS, "silence")),
    ),
    (
        "新条款改了什么",
        "contract_changes",
        (("为什么要改", TERMS, "marked"), ("什么时候生效", TERMS, None)),
    ),
    ("合同要改什么", TERMS, (("我可以拒绝吗", TERMS, "silence"), ("最晚什么时候答复", TERMS, None))),
    (
        "合同要改什么",
        TERMS,
        (
            ("谁批准的", TOPIC, "amendment.who_decides"),
            ("给我看原文", TERMS, "marked"),
            ("如果我不理呢", TERMS, "silence"),
        ),
    ),
    (
        "新條款改了什麼",
        "contract_changes",
        (("對我有什麼影響", TERMS, "effect"), ("我可以不同意嗎", TERMS, "silence")),
    ),
    (
        "合約改咗啲咩",
        "contract_changes",
        (("對我有咩影響", TERMS, "effect"), ("唔理佢會點", TERMS, "silence")),
    ),
    (
        "what changed in my contract?",
        "contract_changes",
        (
            ("what does that mean for me?", TERMS, "effect"),
            ("can I refuse?", TERMS, "silence"),
            ("who approved it?", TOPIC, "amendment.who_decides"),
        ),
    ),
    (
        "what is to change in my agreement?",
        TERMS,
        (
            ("by when?", TERMS, None),
            ("what if I don't answer?", TERMS, "silence"),
            ("show me the original", TERMS, "marked"),
        ),
    ),
    # an application
    (
        "我的开户申请到哪一步了",
        APPLIED,
        (
            ("卡在谁那里", APPLIED, "stuck"),
            ("为什么要我补这个材料", APPLIED, "lacks"),
            ("那我不开了，撤回吧", APPLIED, "withdraw"),
        ),
    ),
    (
        "我的开户申请到哪一步了",
        APPLIED,
        (("还差什么", APPLIED, "lacks"), ("多久能批下来", APPLIED, "when"), ("谁审批", APPLIED, "who")),
    ),
    (
        "我的开户申请到哪一步了",
        APPLIED,
        (
            ("什么时候有结果", APPLIED, "when"),
            ("为什么", APPLIED, "why"),
            ("不补会怎样", TOPIC, "application.if_nothing"),
        ),
    ),
    (
        "我的申请为什么没通过",
        APPLIED,
        (("根据哪条", APPLIED, "explain"), ("我不服", APPLIED, "explain"), ("我可以找谁", "human", None)),
    ),
    ("我的開戶申請到哪一步了", APPLIED, (("卡在誰那裡", APPLIED, "stuck"), ("還要交什麼", APPLIED, "lacks"))),
    (
        "我個開戶申請去到邊",
        APPLIED,
        (
            ("卡咗喺邊個度", APPLIED, "stuck"),
            ("點解要我補呢份文件", APPLIED, "lacks"),
            ("我唔想開啦", APPLIED, "withdraw"),
        ),
    ),
    (
        "where does my application stand?",
        APPLIED,
        (
            ("who is it with?", APPLIED, "stuck"),
            ("why do you need that document?", APPLIED, "lacks"),
            ("I changed my mind", APPLIED, "withdraw"),
        ),
    ),
    (
        "where does my application stand?",
        APPLIED,
        (
            ("how long will it take?", APPLIED, "when"),
            ("what's missing?", APPLIED, "lacks"),
            ("who decides?", APPLIED, "who"),
        ),
    ),
    (
        "where does my application stand?",
        APPLIED,
        (("can I appeal?", APPLIED, "explain"), ("any news?", APPLIED, "status")),
    ),
    # the questionnaire
    ("我的风险测评结果", SHEET, (("什么时候到期", SHEET, "result"), ("能重做吗", SHEET, "retake"))),
    (
        "我的风险测评结果",
        SHEET,
        (("对我有什么影响", TOPIC, "sheet.effect"), ("为什么要做", TOPIC, "sheet.why")),
    ),
    (
        "我的風險測評結果",
        SHEET,
        (("有效到什麼時候", SHEET, "result"), ("不做會怎樣", TOPIC, "sheet.if_nothing")),
    ),
    (
        "my risk questionnaire result",
        SHEET,
        (
            ("until when?", SHEET, "result"),
            ("who decides that?", TOPIC, "sheet.who_decides"),
            ("can it be changed?", SHEET, "retake"),
        ),
    ),
    # the agreement
    (
        "我签的是哪份合同",
        SIGNED,
        (
            ("什么时候签的", SIGNED, "signed"),
            ("给我看原文", SIGNED, "quote"),
            ("能反悔吗", TOPIC, "agreement.take_back"),
        ),
    ),
    ("我签的是哪份合同", SIGNED, (("有什么风险", SIGNED, "risks"), ("原文呢", SIGNED, "quote"))),
    ("我簽咗邊份合約", SIGNED, (("睇原文", SIGNED, "quote"), ("可唔可以取消", TOPIC, "agreement.take_back"))),
    (
        "which agreement did I sign?",
        SIGNED,
        (
            ("show me the exact wording", SIGNED, "quote"),
            ("can I still cancel it?", TOPIC, "agreement.take_back"),
        ),
    ),
    # the credit line
    (
        "我的提额申请到哪了",
        LINE,
        (
            ("谁批", LINE, "who"),
            ("还要多久", LINE, "status"),
            ("算了，撤回吧", LINE, "withdraw"),
        ),
    ),
    (
        "我的额度为什么这么少",
        LINE,
        (("还剩多少", LINE, "left"), ("怎么提", LINE, "ask"), ("凭什么", LINE, "why")),
    ),
    ("我的額度為什麼這麼少", LINE, (("還剩多少", LINE, "left"), ("誰決定的", LINE, "who"))),
    ("我個額度點解咁少", LINE, (("邊個批㗎", LINE, "who"), ("批咗未", LINE, "status"))),
    (
        "where does my credit line request stand?",
        LINE,
        (
            ("who decides?", LINE, "who"),
            ("how much is left?", LINE, "left"),
            ("withdraw it please", LINE, "withdraw"),
        ),
    ),
    (
        "why is my credit line so small?",
        LINE,
        (("based on what?", LINE, "why"), ("is it enough?", LINE, "left")),
    ),
    # an extension
    (
        "我的展期批了吗",
        EXTENDED,
        (
            ("谁批的", EXTENDED, "who"),
            ("能延到什么时候", EXTENDED, "until"),
            ("不展期会怎样", EXTENDED, "refused"),
        ),
    ),
    (
        "我的展期批了吗",
        EXTENDED,
        (
            ("为什么不批", EXTENDED, "why"),
            ("还能再展吗", EXTENDED, "count"),
            ("那我不展了，撤回", EXTENDED, "withdraw"),
        ),
    ),
    ("我想展期", EXTENDED, (("要多久", EXTENDED, "status"), ("要付多少利息", "my_interest_to_come", None))),
    (
        "我的展期批了沒",
        EXTENDED,
        (("誰批的", EXTENDED, "who"), ("能延到幾號", EXTENDED, "until")),
    ),
    (
        "我個展期批咗未",
        EXTENDED,
        (
            ("邊個批", EXTENDED, "who"),
            ("幾時有結果", EXTENDED, "status"),
            ("點解唔批", EXTENDED, "why"),
        ),
    ),
    (
        "is my extension approved?",
        EXTENDED,
        (
            ("until when?", EXTENDED, "until"),
            ("who approves it?", EXTENDED, "who"),
            ("what if I do nothing?", EXTENDED, "refused"),
        ),
    ),
    (
        "is my extension approved?",
        EXTENDED,
        (("why not?", EXTENDED, "why"), ("can I withdraw it?", EXTENDED, "withdraw")),
    ),
    # all requests
    (
        "我提过哪些申请",
        ASKED,
        (
            ("批了没", ASKED, "pending"),
            ("谁批", TOPIC, "requests.who_decides"),
            ("撤回吧", ASKED, "withdraw"),
        ),
    ),
    ("what have I asked for?", ASKED, (("any news?", ASKED, "pending"), ("who has it?", ASKED, "pending"))),
    # a margin call
    (
        "我现在要补多少",
        CALL,
        (
            ("最多什么时候到账", CALL, "deadline"),
            ("最晚什么时候到账", CALL, "deadline"),
            ("用现金呢", CALL, "add_cash"),
        ),
    ),
    (
        "我现在要补多少",
        CALL,
        (
            ("卖股票要卖多少", CALL, "sell_to_repay"),
            ("我能自己选卖哪只吗", "own_sale", "choose"),
            ("谁批准", "sale_decided", None),
        ),
    ),
    (
        "我现在要补多少",
        CALL,
        (
            ("不补会怎样", CALL, "consequence"),
            ("你们会卖我的股票吗", "own_sale", None),
            ("先卖哪些", "my_liquidation", None),
        ),
    ),
    (
        "我现在要补多少",
        CALL,
        (("依据是什么", WHY, None), ("合同哪一条", WHY, None), ("现在到哪一步了", "my_call_state", None)),
    ),
    (
        "我现在要补多少",
        CALL,
        (("还不够吧？", MISSING, None), ("那我等到周一呢", CALL, "consequence"), ("谁能帮我", "human", None)),
    ),
    (
        "我为什么被追保",
        WHY,
        (
            ("谁打的", "contact_attempts", None),
            ("你们昨天给我打电话了吗", "contact_attempts", None),
            ("给我看原文", "notice_delivery", None),
        ),
    ),
    (
        "我为什么被追保",
        WHY,
        (
            ("还差多少", MISSING, None),
            ("截止时间呢", CALL, "deadline"),
            ("我不还了，随便你们", CALL, "consequence"),
        ),
    ),
    (
        "我为什么被追保",
        WHY,
        (("哪只股票拖累最多", "ratio_moved", "worst"), ("比昨天低了多少", "ratio_moved", None)),
    ),
    (
        "我为什么被追保",
        WHY,
        (
            ("能商量吗", "call_prices_back", None),
            ("会强平吗", "own_sale", None),
            ("什么时候会卖", "own_sale", None),
        ),
    ),
    (
        "我現在要補多少",
        CALL,
        (("最晚什麼時候", CALL, "deadline"), ("夠不夠", MISSING, None), ("不補會怎樣", CALL, "consequence")),
    ),
    (
        "我而家要補幾多",
        CALL,
        (
            ("最遲幾時", CALL, "deadline"),
            ("咁要補幾多先夠", MISSING, None),
            ("唔補會點", CALL, "consequence"),
            ("會唔會沽我啲股票", "own_sale", None),
        ),
    ),
    (
        "我而家要補幾多",
        CALL,
        (("可唔可以自己揀沽邊隻", "own_sale", "choose"), ("邊個批㗎", "sale_decided", None)),
    ),
    (
        "點解追我孖展",
        WHY,
        (
            ("邊個打畀我", "contact_attempts", None),
            ("仲差幾多", MISSING, None),
            ("我冇錢補", CALL, "consequence"),
        ),
    ),
    (
        "how much do I owe?",
        CALL,
        (
            ("and if I wait till Monday?", CALL, "consequence"),
            ("what about in cash?", CALL, "add_cash"),
            ("who can help me?", "human", None),
        ),
    ),
    (
        "how much do I have to add?",
        CALL,
        (
            ("by when?", CALL, "deadline"),
            ("what happens if I don't?", CALL, "consequence"),
            ("will you sell my shares?", "own_sale", None),
        ),
    ),
    (
        "how much do I have to add?",
        CALL,
        (
            ("can I choose which ones?", "own_sale", "choose"),
            ("who decides?", "sale_decided", None),
            ("in what order?", "my_liquidation", None),
        ),
    ),
    (
        "how much do I have to add?",
        CALL,
        (
            ("that's not enough, is it?", MISSING, None),
            ("what if I sell some?", CALL, "sell_to_repay"),
            ("what are my options?", CALL, "amount"),
        ),
    ),
    (
        "why did I get a margin call?",
        WHY,
        (
            ("who called me?", "contact_attempts", None),
            ("show me everything that happened with this call", "call_happened", None),
            ("which clause?", WHY, None),
        ),
    ),
    (
        "why did I get a margin call?",
        WHY,
        (
            ("I am not paying", CALL, "consequence"),
            ("is it final?", "call_prices_back", None),
            ("how much short am I?", MISSING, None),
        ),
    ),
    (
        "where does my margin call stand?",
        "my_call_state",
        (("who approves it?", "sale_decided", None), ("how long do I have?", CALL, "deadline")),
    ),
    (
        "这次追保的经过",
        "call_happened",
        (("谁打的电话", "contact_attempts", None), ("然后呢我该怎么办", CALL, "amount")),
    ),
    (
        "我补了钱怎么还差",
        MISSING,
        (("够了吗", MISSING, None), ("几点前", CALL, "deadline"), ("怎么补", CALL, "amount")),
    ),
    # more time
    (
        "能不能宽限两天",
        "call_time_asked",
        (
            ("批了吗", "call_time_asked", None),
            ("谁批", TOPIC, "more_time.who_decides"),
            ("不批会怎样", CALL, "consequence"),
        ),
    ),
    (
        "was my request for more time granted?",
        "call_time_asked",
        (("who decides?", TOPIC, "more_time.who_decides"), ("why not?", "call_time_asked", None)),
    ),
    # notices
    (
        "你们发过通知吗",
        "notice_delivery",
        (
            ("什么时候发的", "notice_delivery", None),
            ("原文呢", "notice_delivery", None),
            ("打过电话吗", "contact_attempts", None),
        ),
    ),
    (
        "did you send me a notice?",
        "notice_delivery",
        (
            ("show me the text", "notice_delivery", None),
            ("did anyone call me?", "contact_attempts", None),
            ("by when do I have to pay?", CALL, "deadline"),
        ),
    ),
    (
        "你哋有冇發過通知",
        "notice_delivery",
        (
            ("有冇打過電話俾我", "contact_attempts", None),
            ("點解", WHY, None),
        ),
    ),
    # a forced sale
    (
        "强平会卖哪些",
        "my_liquidation",
        (
            ("谁决定的", "sale_decided", None),
            ("我能自己选吗", "own_sale", "choose"),
            ("什么时候卖", "own_sale", None),
        ),
    ),
    (
        "强平会卖哪些",
        "my_liquidation",
        (
            ("为什么", "why_liquidated", None),
            ("已经卖了多少", "call_sold", None),
            ("还能撤销吗", CALL, "amount"),
        ),
    ),
    (
        "強平會賣哪些",
        "my_liquidation",
        (("誰批准", "sale_decided", None), ("我可以自己選嗎", "own_sale", "choose")),
    ),
    (
        "強平會沽邊啲",
        "my_liquidation",
        (
            ("邊個話事", "sale_decided", None),
            ("我可唔可以自己揀", "own_sale", "choose"),
            ("幾時沽", "own_sale", None),
        ),
    ),
    (
        "which shares would be liquidated?",
        "my_liquidation",
        (
            ("who approves it?", "sale_decided", None),
            ("can I pick which ones?", "own_sale", "choose"),
            ("when would you sell?", "own_sale", None),
        ),
    ),
    (
        "which shares would be liquidated?",
        "my_liquidation",
        (("is it automatic?", "sale_decided", None), ("what can I do now?", CALL, "amount")),
    ),
    # something supposed
    (
        "如果茅台再跌5%",
        "my_what_if",
        (("还差多少", "supposed_missing", None), ("还不够吧？", "supposed_missing", None)),
    ),
    (
        "如果茅台再跌5%",
        "my_what_if",
        (("那要补多少", "supposed_missing", None), ("会强平吗", "own_sale", None)),
    ),
    (
        "假设我转入5万",
        "my_what_if",
        (("够了吗", "supposed_missing", None), ("还缺多少", "supposed_missing", None)),
    ),
    (
        "如果茅台再跌5%",
        "my_what_if",
        (("對我有什麼影響", "supposed_missing", None), ("還差多少", "supposed_missing", None)),
    ),
    (
        "如果茅台再跌5%",
        "my_what_if",
        (("咁我仲差幾多", "supposed_missing", None), ("點算好", "supposed_missing", None)),
    ),
    (
        "what if Moutai falls another 5%",
        "my_what_if",
        (
            ("how much short would I be?", "supposed_missing", None),
            ("is that enough?", "supposed_missing", None),
        ),
    ),
    (
        "what if I add 50,000 in cash",
        "my_what_if",
        (
            ("would that be enough?", "supposed_missing", None),
            ("how much is still missing?", "supposed_missing", None),
        ),
    ),
    # positions and due days
    (
        "我的合约哪天到期",
        "my_positions",
        (
            ("不还会怎样", TOPIC, "positions.if_nothing"),
            ("能延吗", EXTENDED, "ask"),
            ("谁批", EXTENDED, "who"),
        ),
    ),
    (
        "我的合约哪天到期",
        "my_positions",
        (("要还多少利息", "my_positions", "interest"), ("还有几天", "my_positions", "due")),
    ),
    (
        "我的合約哪天到期",
        "my_positions",
        (("不還會怎樣", TOPIC, "positions.if_nothing"), ("還剩幾天", "my_positions", "due")),
    ),
    (
        "我啲合約幾時到期",
        "my_positions",
        (("唔還會點", TOPIC, "positions.if_nothing"), ("仲有幾日", "my_positions", "due")),
    ),
    (
        "when are my contracts due?",
        "my_positions",
        (
            ("what if I don't pay?", TOPIC, "positions.if_nothing"),
            ("how many days are left?", "my_positions", "due"),
            ("can I extend?", EXTENDED, "ask"),
        ),
    ),
    # one's own figures and a day before
    (
        "昨天我的比例是多少",
        "my_ratio",
        (
            ("比前天高了还是低了", "ratio_moved", None),
            ("为什么", "ratio_moved", "why"),
            ("哪只股票拖累最多", "ratio_moved", "worst"),
        ),
    ),
    (
        "昨天我的比例是多少",
        "my_ratio",
        (("跟前一天比呢", "ratio_moved", None), ("是哪只股票的原因", "ratio_moved", "worst")),
    ),
    (
        "我的维持担保比例是多少",
        "my_ratio",
        (
            ("比昨天低了吗", "ratio_moved", None),
            ("怎么会这样", "ratio_moved", "why"),
            ("那我该怎么办", CALL, "amount"),
        ),
    ),
    (
        "我的维持担保比例是多少",
        "my_ratio",
        (
            ("什么时候的数", "my_snapshot_time", None),
            ("安全吗", "my_ratio", None),
            ("会不会强平", "own_sale", None),
        ),
    ),
    (
        "我的維持擔保比例是多少",
        "my_ratio",
        (
            ("比昨天高了還是低了", "ratio_moved", None),
            ("為什麼", "ratio_moved", "why"),
            ("哪隻股票拖累最多", "ratio_moved", "worst"),
        ),
    ),
    (
        "我尋日個比例係幾多",
        "my_ratio",
        (
            ("高咗定低咗", "ratio_moved", None),
            ("點解", "ratio_moved", "why"),
            ("邊隻股票拖累最多", "ratio_moved", "worst"),
        ),
    ),
    (
        "what was my ratio yesterday?",
        "my_ratio",
        (
            ("higher or lower than the day before?", "ratio_moved", None),
            ("why?", "ratio_moved", "why"),
            ("which stock hurt the most?", "ratio_moved", "worst"),
        ),
    ),
    (
        "what is my ratio?",
        "my_ratio",
        (
            ("did it go up or down?", "ratio_moved", None),
            ("what moved it?", "ratio_moved", "why"),
            ("am I safe?", "my_ratio", None),
        ),
    ),
    (
        "what is my ratio?",
        "my_ratio",
        (("and compared to yesterday?", "ratio_moved", None), ("how come?", "ratio_moved", "why")),
    ),
    ("我的账户怎么样", "my_figures", (("那我要怎么办", CALL, "amount"), ("最晚什么时候", CALL, "deadline"))),
    (
        "how's my account",
        "my_figures",
        (("what should I do?", CALL, "amount"), ("until when?", CALL, "deadline")),
    ),
    # alerts and complaints
    (
        "我设了哪些提醒",
        "alert_list",
        (("怎么取消", "alert_remove", None), ("现在怎么样了", "alert_list", None)),
    ),
    (
        "which alerts have I set?",
        "alert_list",
        (("cancel it", "alert_remove", None), ("who decides that?", TOPIC, "alerts.who_decides")),
    ),
    (
        "我的投诉进度",
        "complaint_status",
        (
            ("谁在处理", "complaint_status", None),
            ("多久有结果", "complaint_status", None),
            ("撤回吧", TOPIC, "complaint.take_back"),
        ),
    ),
    (
        "我的投訴進度",
        "complaint_status",
        (("誰在處理", "complaint_status", None), ("什麼時候有結果", "complaint_status", None)),
    ),
    (
        "我個投訴成點",
        "complaint_status",
        (("邊個跟", "complaint_status", None), ("幾時有結果", "complaint_status", None)),
    ),
    (
        "the status of my complaint",
        "complaint_status",
        (
            ("who is handling it?", "complaint_status", None),
            ("when will I hear back?", "complaint_status", None),
            ("I want to withdraw it", TOPIC, "complaint.take_back"),
        ),
    ),
    # a security that was looked up
    (
        "贵州茅台能融资吗",
        "security_lookup",
        (("谁决定的", TOPIC, "security.who_decides"), ("最晚什么时候", TOPIC, "security.")),
    ),
    (
        "can I buy 600519 on margin?",
        "security_lookup",
        (("who decides that?", TOPIC, "security.who_decides"),),
    ),
    # across a word of thanks, and where something is not known
    ("保证金比例要变了吗", CHANGE, (("哪一条规定", CHANGE, "why"), ("从什么时候", CHANGE, "when"))),
    (
        "我的开户申请到哪一步了",
        APPLIED,
        (("会卖我的股票吗", "own_sale", None), ("谁批准的", "sale_decided", None)),
    ),
    (
        "我的投诉进度",
        "complaint_status",
        (("依据是什么", TOPIC, "complaint.which_rule"), ("怎么样了", "complaint_status", None)),
    ),
)
