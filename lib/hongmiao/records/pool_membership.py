"""Pool memberships: who entered which reserve pool when, and how it ended."""

from .base import Record, day, label, person, text

# Which pools there are, and why people leave them, is an office's decision: these are only the words
# of the programme, and any other word is kept as it stands.
POOLS = {
    "village_committee": (
        "村（社区）“两委”干部",
        "Village and community committees",
        "村级后备干部",
        "村(社区)两委干部",
        "两委后备",
        "村级后备",
        "村社区两委干部",
    ),
    "section_reserve": ("科级后备干部", "Section-level reserve", "科级后备"),
    "party_applicant": ("入党积极分子", "Party applicants", "积极分子"),
    "party_worker": ("专职党务工作者", "Full-time Party workers", "专职党务"),
    "talent": ("惠济英才", "Huiji talents", "英才", "人才库"),
}
OUTCOMES = {
    "promoted": ("提拔", "Promoted", "提拔使用", "提任"),
    "elected": ("当选", "Elected", "当选两委"),
    "development": ("转为发展对象", "Became development target", "发展对象", "列为发展对象"),
    "appointed": ("录用", "Appointed", "聘用", "录取"),
    "left": ("退出", "Left", "调出", "清退"),
}


class PoolMembership(Record):
    """A stay in a pool; a person may be in several, and history is kept."""

    zh, en = "入库", "Pool membership"

    person_id = person(key=True)
    pool = label(
        "储备库",
        "Pool",
        "后备库",
        "库别",
        "入库类别",
        "后备类别",
        labels=POOLS,
        open=True,
        key=True,
        example="科级后备干部",
    )
    entry_date = day("入库日期", "Entry date", "入库时间", key=True, example="2017-06-01")
    channel = text("入库渠道", "Channel", "渠道", "推荐渠道", "来源渠道", example="单位推荐")
    exit_date = day("出库日期", "Exit date", "出库时间", "退出日期", example="")
    outcome = label("去向", "Outcome", "出库去向", "结果去向", labels=OUTCOMES, open=True)
    reason = text("出库原因", "Exit reason", "退出原因", "原因")
    decided_by = text("决定机构", "Decided by", "决定单位", "审定机构", example="区委组织部")
