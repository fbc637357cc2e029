"""People: one row per person, keyed by an id because namesakes are common."""

import polars as pl

from .base import Field, Record, day, dy, ident, label, text, unit

SEX = {"male": ("男", "Male", "男性", "M"), "female": ("女", "Female", "女性", "F")}
EDUCATION = {
    "junior": ("初中及以下", "Junior secondary or less", "初中", "小学", "文盲"),
    "secondary": ("高中（中专）", "Senior secondary", "高中", "中专", "职高", "技校", "中技"),
    "college": ("大专", "College diploma", "专科", "高职", "大学专科"),
    "bachelor": ("本科", "Bachelor", "大学本科", "大学", "学士"),
    "master": ("硕士研究生", "Master", "硕士", "研究生"),
    "doctor": ("博士研究生", "Doctor", "博士"),
}
POLITICAL_STATUS = {
    "member": ("中共党员", "Party member", "党员", "正式党员"),
    "probationary": ("中共预备党员", "Probationary member", "预备党员"),
    "league": ("共青团员", "Youth League member", "团员"),
    "democratic": ("民主党派", "Democratic party member", "民革党员", "民盟盟员", "九三学社社员"),
    "none": ("群众", "None", "无党派", "无党派人士", "普通群众"),
}
POST_LEVELS = {
    "section_head": ("正科级", "Section head", "正科", "乡科级正职"),
    "section_deputy": ("副科级", "Deputy section head", "副科", "乡科级副职"),
    "staff": ("科员", "Staff", "办事员", "股级"),
    "village_post": ("村（社区）干部", "Village or community cadre", "村干部", "社区干部"),
    "party_post": ("专职党务", "Full-time Party worker", "专职党务工作者"),
    "other": ("其他", "Other"),
}
TRAITS = {
    "returnee": ("返乡知识青年", "Returned educated youth", "返乡青年", "返乡大学生"),
    "veteran": ("退役军人", "Veteran", "复员退伍军人", "退伍军人"),
    "prosperous": ("致富能手", "Prosperity leader", "致富带头人"),
}


class Person(Record):
    """A person known to the programme."""

    zh, en = "人员", "Person"
    named_by, scoped_by = "name", "unit_id"

    person_id = ident("人员编号", "Person ID", "编号", "工号", "学号", example="P0001")
    name = text("姓名", "Name", "人员姓名", nullable=False, kind="name", example="张三")
    sex = label("性别", "Sex", "Gender", labels=SEX, example="男")
    birth_date = day(
        "出生日期",
        "Birth date",
        "出生年月",
        "出生年月日",
        "生日",
        "出生时间",
        "出生",
        example="1985-03-12",
    )
    ethnicity = text("民族", "Ethnicity", example="汉族")
    education = label("学历", "Education", "文化程度", "最高学历", labels=EDUCATION, example="本科")
    full_time_degree = label(
        "全日制学历",
        "Full-time degree",
        "全日制教育",
        "全日制学位",
        "全日制",
        labels=EDUCATION,
        example="本科",
    )
    political_status = label(
        "政治面貌", "Political status", "面貌", labels=POLITICAL_STATUS, example="中共党员"
    )
    party_date = day("入党日期", "Party date", "入党时间", "入党年月", example="2010-07-01")
    unit_id = unit(example="U0002")
    post = text("职务", "Post", "岗位", "现任职务", "工作岗位", example="办公室主任")
    post_level = label(
        "职级", "Post level", "级别", "职务层次", labels=POST_LEVELS, open=True, example="科员"
    )
    traits = label(
        "身份特征",
        "Traits",
        "人员特征",
        "人才类别",
        labels=TRAITS,
        kind="tags",
        open=True,
        example="退役军人",
    )
    settled_date = day("落户日期", "Settled date", "落户时间", "落户年月", example="2016-09-01")
    phone = text(
        "手机号",
        "Phone",
        "联系电话",
        "电话",
        "手机",
        "手机号码",
        "联系方式",
        kind="phone",
        example="13800000000",
    )
    national_id = text(
        "身份证号",
        "Identity number",
        "身份证号码",
        "公民身份号码",
        "身份证",
        "证件号码",
        kind="national_id",
    )
    # A keyed digest of the identity number: lets sheets that name people only by that number find them.
    identity_digest = dy.String(
        nullable=True,
        metadata={"field": Field("digest", "身份证摘要", "Identity digest", hidden=True)},
    )

    @dy.rule()
    def joined_after_birth(cls) -> pl.Expr:
        return (
            pl.col("party_date").is_null()
            | pl.col("birth_date").is_null()
            | (pl.col("party_date") > pl.col("birth_date"))
        )
