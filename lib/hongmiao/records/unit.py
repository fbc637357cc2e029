"""Units: the tree of district, organs, towns, villages and Party branches."""

from .base import Record, ident, label, text, unit

KINDS = {
    "district": ("区", "District", "区级", "县", "县区"),
    "organ": ("区直单位", "District organ", "区直", "区直机关", "区直部门", "机关"),
    "town": ("镇", "Town", "乡", "乡镇"),
    "street": ("街道", "Street office", "街道办", "街道办事处", "办事处"),
    "village": ("行政村", "Village", "村"),
    "community": ("社区", "Community", "居委会"),
    "branch": ("党支部", "Party branch", "支部"),
}


class Unit(Record):
    """An organisation or part of one; each but the topmost has a parent."""

    zh, en = "组织", "Unit"
    named_by, scoped_by = "name", "parent_id"

    unit_id = ident(
        "组织编号", "Unit ID", "单位编号", "机构编号", "支部编号", "编号", example="U0002"
    )
    name = text(
        "组织名称",
        "Unit name",
        "单位名称",
        "机构名称",
        "支部名称",
        "名称",
        "Name",
        nullable=False,
        example="古渡镇",
    )
    kind = label(
        "组织类别",
        "Kind",
        "类别",
        "类型",
        "单位类别",
        "组织类型",
        labels=KINDS,
        nullable=False,
        example="镇",
    )
    parent_id = unit(
        zh="上级组织",
        en="Parent unit",
        nullable=True,
        example="U0001",
        names=(
            "上级单位",
            "上级组织名称",
            "上级名称",
            "隶属单位",
            "隶属",
            "上级",
            "上级组织编号",
            "上级单位编号",
            "Parent",
        ),
        scopes=(),
    )
