"""Exports of 纷享销客 and 悟空CRM, Outlook and Google contacts."""

from kedang.engine.tables.preset import Preset, preset

CONTACT_PRESETS: tuple[Preset, ...] = (
    preset(
        "fenxiang", "纷享销客", "Fenxiang", "organisation",
        "客户名称 | 客户编号 | 生命状态 | 归属部门 | 负责人主属部门 | 所属公海 | 业务类型 | 成交状态 | 客户级别 | 客户来源 | 1级行业 | 领取时间 | 锁定状态 | "
        "客户分层 | 最后跟进时间 | 相关团队",
        5,
        """
        客户名称 = name
        客户编号 = external_id
        客户级别 = level
        客户分层 =
        客户来源 = source
        生命状态 =
        成交状态 = status
        1级行业 = industry
        2级行业 =
        负责人 = owner
        归属部门 =
        电话 = phone
        详细地址 = address
        区 = district
        创建时间 = recorded_on
        业务类型 =
        """,
    ),
    preset(
        "wukong", "悟空CRM", "Wukong CRM", "organisation",
        "客户名称 | 客户行业 | 客户级别 | 客户来源 | 成交状态 | 下次联系时间 | 最后跟进记录 | 最后跟进时间 | 距进入公海天数 | 详细地址 | 定位 | 首要联系人 | "
        "更新时间 | 创建人",
        5,
        """
        客户名称 = name
        客户行业 = industry
        客户级别 = level
        客户来源 = source
        成交状态 = status
        手机 = mobile
        电话 = landline
        网址 = website
        邮箱 = email
        详细地址 = address
        定位 = region
        首要联系人 = contact_name
        备注 = remark
        负责人 = owner
        创建时间 = recorded_on
        下次联系时间 =
        """,
    ),
    preset(
        "outlook", "Outlook 联系人", "Outlook contacts", "person",
        "E-mail Address | E-mail 2 Address | E-mail Display Name | Business Street | Business City | Business Phone | Business Fax | "
        "Home Street | Home Phone | Mobile Phone | Job Title | Web Page | Middle Name | Suffix | Assistant's Name | Callback | Car Phone | "
        "电子邮件地址 | 商务电话 | 移动电话 | 住宅电话 | 商务地址 街道 | 商务传真 | 单位",
        5,
        """
        First Name = given_name
        Last Name = family_name
        Middle Name =
        Title =
        Suffix =
        Company = employer
        Job Title = job_title
        Business Street = address
        Business City = city
        Business State = province
        Business Postal Code = postcode
        Business Country/Region =
        Home Street = address
        Home City =
        Home State =
        Home Postal Code =
        Other Street = address
        Other City =
        Other State =
        Other Postal Code =
        Business Phone = landline
        Business Phone 2 = landline
        Home Phone = landline
        Home Phone 2 = landline
        Mobile Phone = mobile
        Primary Phone = phone
        Company Main Phone =
        Car Phone = landline
        Business Fax = fax
        Home Fax = fax
        E-mail Address = email
        E-mail 2 Address = email
        E-mail 3 Address = email
        E-mail Display Name =
        E-mail Type =
        Birthday = birth_date
        Web Page = website
        Notes = remark
        Categories = tags
        Profession = occupation
        Hobby = interests
        Account =
        Location =
        Priority =
        Keywords =
        Government ID Number = id_number
        姓 = family_name
        名 = given_name
        公司 = employer
        单位 = employer
        职务 = job_title
        商务电话 = landline
        住宅电话 = landline
        移动电话 = mobile
        商务传真 = fax
        电子邮件地址 = email
        商务地址 街道 = address
        生日 = birth_date
        附注 = remark
        类别 = tags
        """,
    ),
    preset(
        "google", "Google 通讯录", "Google contacts", "person",
        "Given Name | Family Name | Group Membership | E-mail 1 - Value | E-mail 1 - Type | E-mail 1 - Label | Phone 1 - Value | "
        "Phone 1 - Type | Phone 1 - Label | Organization Name | Organization 1 - Name | Organization Title | Labels | File As | Name Prefix | "
        "Phonetic First Name | Yomi Name",
        4,
        """
        Name = name
        First Name = given_name
        Last Name = family_name
        Given Name = given_name
        Family Name = family_name
        Middle Name =
        Additional Name =
        Nickname = short_name
        File As =
        Birthday = birth_date
        Notes = remark
        Labels = tags
        Group Membership = tags
        Organization Name = employer
        Organization 1 - Name = employer
        Organization Title = job_title
        Organization 1 - Title = job_title
        Organization Department =
        Gender = gender
        Occupation = occupation
        Location =
        Website 1 - Value = website
        Address 1 - Formatted = address
        Address 1 - Street =
        Address 1 - City = city
        Address 1 - Region = province
        Address 1 - Postal Code = postcode
        Address 1 - PO Box =
        Address 1 - Country =
        """
        + "\n".join(f"E-mail {n} - Value = email\nPhone {n} - Value = phone\nPhone {n} - Type =\nE-mail {n} - Type =" for n in range(1, 6))
        + "\n".join(["", *(f"Phone {n} - Label =\nE-mail {n} - Label =\nAddress {n} - Label =" for n in range(1, 6))]),
    ),
)  # fmt: skip
