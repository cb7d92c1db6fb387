"""What a question takes for granted: a parameter of the rulebook and the value the asker believes it to have.

「130%是法律规定吧」 claims the statutory minimum to be 1.3, 「只能展期一次」 the number of extensions to be one. Whether that is so is
the rulebook's to say. A plain question (「150%能提现吗」) claims nothing.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bot.nlu.dates import find_dates
from bot.nlu.numbers import Number, blank, find_numbers
from bot.nlu.reading import SOME_DAY


@dataclass(frozen=True, slots=True)
class Claim:
    """The value, in the unit of the rulebook, that a text says a parameter has."""

    param: str
    value: Decimal


_HEARSAY: Final = re.compile(
    r"^(?:(?:我|有|你们|那个|这个|我的)?(?:听说|听人说|据说|传说|传言|(?:网上|书上|网友|朋友|同事|别人|人家|有人|大家|群里|老师|客户经理|经理|客服|券商|教材上?|培训|视频里?)(?:都|还|也|里|上)*(?:说|写|讲|传|教)(?:的|着|过|是)?)[,:，：\s]*)+"
    r"|[,，\s]*(?:(?:是)?(?:对|真|真的|这样|准确|没错)(?:的)?(?:吗|吧|么|嘛)|对不对|是不是(?:真的|这样)?|现在还(?:是这样|行|对|算数|有效)(?:的)?吗|(?:这个?)?(?:说法)?(?:可信|靠谱|属实)(?:吗|么))[?？。!！\s]*$"
    r"|^(?:so |and )?(?:is it (?:still |really )?(?:true|correct|right) that|i (?:heard|read|was told)(?: that)?|(?:they|people) say(?: that)?)\s|,?\s*(?:is (?:that|this|it) (?:still )?(?:right|true|correct)|right|correct|true)\s*\?*\s*$"
)
_DENIED: Final = re.compile(
    r"不(?:能|可以?|得|许)(?!低于|少于|小于|超过|高于|多于)|不(?:要求|需要|用|必|算|再|受|按|包括|适用)|并非|没有|无[需须]|取消|废[除止]|作废|失效|不存在|而?不是(?!.{1,24}[吗嘛么吧][?!。.\s]*$)"
    r"|\b(?:cannot|can't|can not|may not|must not|need not|does not|do not|doesn't|don't|no longer|not|no|abolish\w*|scrapp\w*)\b"
)
_MAY_NOT: Final = re.compile(r"(?<![能可是要需会])不(?=能|可以|允许|需要|要求)")
_COMPOUND: Final = re.compile(
    r"必须先|先.{1,12}(?:才|再)|谁都|谁来都|任何|无论|不管|只要|一律|全都?(?!国)|所有|每个?人|仅限|除了|\b(?:any|anybody|anyone|every\w*|always|never|all|only if|as long as)\b"
)
_ABOVE: Final = re.compile(
    r"(?:更|再)[高多大长严]|(?:高|多|大|长|超过|超出)于?.{0,6}(?:也|还)?(?:可以|行|要求)|\b(?:more|higher|greater|longer) than\b"
)
# What a verdict on a value covers: the name of the parameter, whose it is, who set it, and what links them.
_COVERED: Final = re.compile(
    r"融资融券|融资|融券|两融|做空|卖空|信用账户|合约|合同|新开仓?|保证金|维持担保|维持|维保|担保物?|比[例率]|平仓线|提取线|提取|提现|取[现钱款出]|转出|提款"
    r"|杠杆|折算率?|印花税|税率|卖出?|涨跌幅|涨跌停|限制|开户|开通|开立|门槛|资产|日均|交易|投资|经验|股龄|期限|展期|续期|延期|追保|追加|补足|补仓"
    r"|客户|身份|资料|信息|记录|保存|私募|基金|机构|创业板|科创板|主板|北交所|etf|a股|股票|证券|国债"
    r"|法律|法定|法规|国家|监管|交易所|证监会|规定|统一|全国|要求|标准|下限|上限|最[低高长短多少大小]|至[少多]|起码|不[得能应](?=低|高|超|少|多)|低于|高于|超过|少于|多于|以上|达到|以内"
    r"|现在|目前|如今|最新|当时|那时|一般|每次|必须|应当|需要?|可以|只能|一次|半年|个?月|[是为的要得须才就能行了有到达在按由钱线倍加开期次每只满年天日个万元吗吧呢啊对也说么嘛做借最]"
    r"|[\d.,%/:：，。?？!！\s\-~]+|一百[二三四五]|[一二三四五六七八九十两百半]+"
    r"|\b(?:the|a|an|is|are|was|be|it|of|for|in|to|at|on|now|today|currently|must|can|may|have|has|that|by|law|set|legal\w*|statutory|minimum|maximum|lowest|highest|least|most|up"
    r"|financing|margin|ratio|requirement|maintenance|line|withdraw\w*|short|sales?|selling|contracts?|loans?|term|months?|years?|days?|trading|last|experience|open\w*|account|assets?|average"
    r"|conversion|rate|haircut|stamp|duty|extended|extension|only|once|leverage|times|isn't|aren't|i|so|than|private|funds?|not|lower|less|below)\b|[x']"
)
_UNDER: Final = re.compile(
    r"(?<![不])(?<!不[得能应可])(?<!不可以)(?:低于|少于|小于)|不到|不足|以下|(?<!no )(?<!not )(?<!be )\b(?:below|less than|lower than|under)\b"
)
_OVER: Final = re.compile(
    r"(?<![不])(?<!不[得能应可])(?<!不可以)(?:高于|超过|大于|多于)|以上|(?<!no )(?<!not )\b(?:above|more than|over)\b"
)
_LEVERAGE: Final = re.compile(r"杠杆|\d\s?倍|\bleverage\b")
_AT_LEAST: Final = re.compile(
    r"至少|最低|起码|最少|不(?:能|得|可以?)?(?:低|少|小)于|下限|\b(?:at least|minimum|no less|not less)\b"
)
_AT_MOST: Final = re.compile(
    r"至多|最高|最多|最长|不(?:能|得|可以?)?(?:超过|高于|多于)|上限|封顶|\b(?:at most|maximum|up to|no more|not more)\b"
)
_CLAIMS: Final = re.compile(
    r"吧[?!。.~\s]*$|对吗|对吧|对不对|是吗|是不是|不是.{1,24}[吗嘛么吧]|真的|还是这样|还(?:行|算数|有效)吗|听说|据说|网上|书上|教材|客户经理说|券商说|有人说|都说|人家说|只能|就能|就可以|就行|才行|规定[吗么]|(?:一定|必须|都)是|是.{1,20}[吗嘛么](?:[?。!~\s]|$)"
    r"|\b(?:true|right|correct|isn't|aren't|i heard|they say|people say|i read|only once|supposed to)\b|^(?:so )?(?:is|are) "
)
_RATIO: Final = ("ratio",)
_MONTHS: Final = ("months", "years")
_ROWS: Final[tuple[tuple[str, tuple[str, ...], re.Pattern[str], re.Pattern[str] | None], ...]] = tuple(
    (param, units, re.compile(words), re.compile(unless) if unless else None)
    for param, units, words, unless in (
        ("withdrawal_line", _RATIO, r"提现|取现|取钱|取款|取出|转出|提取|能取|可取|\bwithdraw|\btake (?:money |cash )?out", None),
        ("short_margin_ratio", _RATIO, r"(?<!融资)融券.{0,6}保证金|(?:做空|卖空).{0,8}保证金|\bshort.{0,20}margin|\bmargin.{0,20}\bshort", None),
        ("financing_margin_ratio", _RATIO, r"保证金(?:的)?比[例率]|融资.{0,6}保证金|\bmargin (?:ratio|requirement|rate)", r"维持|维保|担保比例|maintenance"),
        ("financing_margin_ratio", ("times",), r"杠杆|融资?(?:到|出)?.{0,3}倍|借.{0,3}倍|\bleverage|\bborrow", None),
        ("conversion_rate_cap", _RATIO, r"折算率|折算比例|折算(?=[\d成])|\bconversion rate|\bconverted at|\bhaircut", r"维持|维保|占|\bmaintenance|影响"),
        ("price_limit", _RATIO, r"涨跌幅|涨跌停|涨停板?(?:是|还)|跌停板?(?:是|还)|\bprice limit", r"满仓|维持|维保|比例|异常波动|连续"),
        ("stamp_duty_on_sale", _RATIO, r"印花税|\bstamp duty", None),
        ("statutory_minimum_maintenance_ratio", _RATIO, r"(?:维持|维保|担保)\S{0,4}比例.{0,4}(?:不得|不能|不应|必须)|细则|新规|办法|法律|法定|法规|国家|统一|监管|证监会|交易所|规定|全国|红线|平仓线(?:就|都|一定|必须)|平仓线(?:就|都|一定|必须)|\b(?:law|legal\w*|statut\w*|regulat\w*|national|uniform|exchanges?|mandatory|csrc)\b", r"保证金比|折算|集中度|涨跌"),
        ("admission_average_assets", ("yuan", "plain"), r"门槛|开户|开通|日均|\bto open\b|\bthreshold", r"我|够|能|可以|经验|\b(?:i|enough)\b"),
        ("admission_experience", _MONTHS, r"经验|开户|开通|股龄|\bexperience|\bto open\b", None),
        ("extension_length", _MONTHS, r"展期|续期|延期|\bexten", None),
        ("contract_term", _MONTHS, r"最长|期限|合约|借.{0,6}月|\bterm|\bcontract|\bloan|\bat most", None),
        ("extension_count", ("count", "times"), r"展期|续期|延期|\bexten", None),
        ("call_period", ("days",), r"追保|追加|补足|补仓|补保证金|\bmargin call|\btop up|\brestore", None),
        ("identity_record_retention", ("years",), r"(?:身份|客户|开户).{0,6}(?:资料|信息|记录)|\bidentity records?", None),
    )
)  # fmt: skip
_ONCE: Final = re.compile(r"\bonce\b|\bonly one extension\b|\bone extension only\b|一次")
_HALF: Final = re.compile(r"半年|half a year")
_YEAR_AND_HALF: Final = re.compile(r"一年半|a year and a half")
_BARE_RATIO: Final = re.compile(r"(?<![\d.])(1\d{2}|2\d{2}|300)(?![\d.%])")
_SPOKEN_RATIO: Final = re.compile(r"一百([二三四五])(?![十万元块\d])")  # 一百三 is 130


def without_hearsay(text: str) -> str:
    """What is claimed, without who said so and without the nod that is asked for: a text to look for in the library."""
    bare = _HEARSAY.sub("", text).strip(" ,，。")
    return bare or text


def is_denied(text: str) -> bool:
    """Whether a claim says that something is *not* so: a rule that is so does not confirm it."""
    return _DENIED.search(without_hearsay(text)) is not None


def looked_for(text: str) -> str:
    """What the library is asked of a text in normal form: a claim without its hearsay, and that something may *not* be as whether it may."""
    bare = without_hearsay(text)
    return _MAY_NOT.sub("", bare) if takes_for_granted(text) else bare


def goes_beyond(text: str) -> bool:
    """Whether a claim is of something *higher* or *longer* than the value it names."""
    return _ABOVE.search(without_hearsay(text)) is not None


def says_more_than_a_value(text: str) -> bool:
    """Whether a claim holds a denial, a condition, *anybody* or *more than*: only a text can settle it."""
    bare = without_hearsay(text)
    return any(words.search(bare) for words in (_DENIED, _COMPOUND, _ABOVE))


def is_plain(text: str, force: str | None) -> bool:
    """Whether a parameter's value settles a claim in normal form, all of it.

    A denial, a condition, *anybody* or *more than* say more than a value does; *at least* and *at most* must be what
    kind of limit the rule sets (``force``: ``floor``, ``cap`` or another word for an exact value).
    """
    bare = without_hearsay(text)
    if says_more_than_a_value(text) or _COVERED.sub("", _HEARSAY.sub("", text)):
        return False
    if _UNDER.search(bare) or (force == "cap" and _OVER.search(bare)):
        return False
    if _LEVERAGE.search(bare):  # the other way round: the more leverage, the less margin
        return True
    if _AT_LEAST.search(bare) and force == "cap":
        return False
    return not (_AT_MOST.search(bare) and force == "floor")


def takes_for_granted(text: str) -> bool:
    """Whether a text in normal form says how it is and asks for no more than a nod."""
    return _CLAIMS.search(text) is not None


def claimed(text: str) -> Claim | None:
    """The claim of a text in normal form; ``None`` where it claims nothing about a known parameter."""
    if not takes_for_granted(text):
        return None
    taken = [
        (start, end)
        for _, start, end in find_dates(text, SOME_DAY)
        if "月" in text[start:end] or "-" in text[start:end]
    ]
    numbers = find_numbers(blank(text, taken))
    for param, units, words, unless in _ROWS:
        if words.search(text) and not (unless and unless.search(text)):
            value = _value(text, numbers, units, param)
            if value is not None:
                return Claim(param, value)
    return None


def _value(text: str, numbers: tuple[Number, ...], units: tuple[str, ...], param: str) -> Decimal | None:
    if param == "extension_count" and _ONCE.search(text):
        return Decimal(1)
    if units == _MONTHS and _YEAR_AND_HALF.search(text):
        return Decimal(18)
    if units == _MONTHS and _HALF.search(text):
        return Decimal(6)
    said = next((n for n in numbers if n.unit in units), None)
    if said is None:
        return _bare_ratio(text) if units == _RATIO else None
    if said.unit == "years" and units == _MONTHS:
        return said.value * 12
    if said.unit == "times" and param == "financing_margin_ratio":
        return 1 / said.value if said.value else None
    return said.value


def _bare_ratio(text: str) -> Decimal | None:
    """130 or 一百三 where a ratio is spoken of."""
    spoken, bare = _SPOKEN_RATIO.search(text), _BARE_RATIO.search(text)
    if spoken:
        return 1 + Decimal("零一二三四五".index(spoken[1])) / 10
    return Decimal(bare[1]) / 100 if bare else None
