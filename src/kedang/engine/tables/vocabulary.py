"""Words that stand above columns, in Chinese and English, and the concept each names.

A concept is a catalogue field code, a part of one (`PARTS`), or a word whose field depends on the kind of row
(`BY_KIND`). `MARKS` are columns that are understood and belong to no field.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# Parts that are put together before filing: name from family and given name, region from province, city, district.
PARTS = frozenset({"province", "city", "district", "family_name", "given_name", "kind"})
MARKS = frozenset({"sequence", "reference"})

# concept: (field in a table of persons, field in a table of organisations)
BY_KIND: dict[str, tuple[str | None, str | None]] = {
    "any_name": ("name", "name"),
    "person_name": ("name", "contact_name"),
    "contact_person": ("name", "contact_name"),
    "company_name": ("employer", "name"),
    "job_title": ("job_title", "contact_title"),
    "phone": ("mobile", "landline"),
}

_WORDS: dict[str, str] = {
    "any_name": "名称 客户名称 客户 客户名 名字 客户全称 客户信息 商户名称 会员名称 买家名称 name 客户名称必填 customer customername clientname client title名称",
    "person_name": "姓名 客户姓名 会员姓名 个人姓名 用户姓名 真实姓名 中文姓名 中文名 用户名 昵称姓名 fullname personname realname yourname displayname "
    "顾客姓名 业主姓名 学员姓名 患者姓名 员工姓名 投保人 被保险人 持卡人 收货人 收件人 户主 姓名全称 聯絡人姓名 姓名必填",
    "contact_person": "联系人 联系人姓名 联络人 联系人名称 主要联系人 首要联系人 对接人 负责联系人 经办人 contact contactname contactperson "
    "primarycontact mainperson 聯絡人 聯繫人 客户联系人 企业联系人 公司联系人",
    "company_name": "公司名称 公司 公司全称 公司名 企业名称 企业 企业全称 单位名称 单位 单位全称 机构名称 组织名称 商号 店铺名称 门店名称 "
    "company companyname accountname account organization organisation organizationname organisationname businessname enterprise "
    "firm legalname parentaccountname associatedcompany 公司名稱 企業名稱 公司抬头 开票名称 发票抬头 供应商名称 供应商 经销商名称 证券全称 "
    "employername organization1name primarycompany",
    "family_name": "姓 姓氏 last lastname familyname surname 姓拼音",
    "given_name": "名 first firstname givenname forename",
    "former_name": "曾用名 原名 旧名称 原公司名称 历史名称 formername previousname oldname",
    "short_name": "简称 公司简称 客户简称 企业简称 单位简称 昵称 别名 股票简称 证券简称 shortname nickname alias 股票名称 证券名称",
    "brand_name": "品牌 品牌名称 品牌名 商标 brand brandname",
    "english_name": "英文名 英文名称 公司英文名 英文全称 外文名称 englishname nameen enname 英文姓名 拼音名",
    "external_id": "外部编号 客户编号 客户编码 客户代码 客户id 客户号 编号 编码 代码 会员编号 会员号 会员卡号 卡号 用户id 用户编号 企业编号 "
    "公司编号 单位编号 供应商编号 供应商代码 唯一标识 主键 档案号 id externalid customerid customerno customernumber customercode clientid "
    "accountid accountnumber accountno contactid leadid recordid memberid memberno userid uid uuid guid key tscode companyid "
    "systemid code erpcode sapcode crmid no编号 客户流水号 客戶編號 编号id recid contactnumber crm编号 oracleid legacyid",
    "credit_code": "统一社会信用代码 社会信用代码 信用代码 统一信用代码 企业信用代码 机构信用代码 统一代码 统一社会信用代码税号 creditcode uscc "
    "unifiedsocialcreditcode uscic socialcreditcode 统一社会信用代码证号 统一编号 統一編號",
    "tax_number": "纳税人识别号 税号 纳税识别号 税务登记号 税务登记证号 纳税人税号 taxnumber taxid taxno vat vatnumber vatid",
    "business_licence": "营业执照号 营业执照 营业执照注册号 注册号 工商注册号 执照号 工商登记号 businesslicence businesslicense licenseno "
    "registrationnumber",
    "id_number": "身份证号 身份证 身份证号码 身份证件号 证件号 证件号码 公民身份号码 居民身份证 身分證 身份证no idnumber idcard idcardno idno "
    "identitynumber nationalid identitycard ssn 客户身份证",
    "passport": "护照 护照号 护照号码 passport passportno passportnumber",
    "mobile": "手机 手机号 手机号码 移动电话 移动号码 手机电话 手机1 手机2 mobile mobilephone mobileno mobilenumber cell cellphone cellular "
    "手機 行動電話 本人手机 常用手机 备用手机 手機號碼 绑定手机",
    "phone": "电话 联系电话 电话号码 联系方式 联系手机 联络电话 联系号码 tel telephone phone phonenumber phoneno contactphone contactnumber "
    "telno 電話 聯絡電話 聯繫電話 电话1 电话2 本人电话 联系方式手机 otherphone contactphonenumber contactphoneno 主电话 primaryphone telephonenumber 手机电话 手机座机 预留电话",
    "landline": "座机 固话 固定电话 办公电话 公司电话 家庭电话 单位电话 住宅电话 座机号 总机 分机 市话 landline officephone homephone "
    "workphone businessphone companyphone 商务电话 家电话 企业电话 公司总机 公司座机 companymainphone hometelephone 固定電話 tel固话",
    "fax": "传真 传真号 传真号码 传真电话 fax faxnumber faxno businessfax 傳真 工作传真 homefax 商务传真",
    "email": "邮箱 电子邮箱 电子邮件 邮件 邮箱地址 邮件地址 电邮 e邮箱 电子信箱 信箱 常用邮箱 email emailaddress mail emailaddr 電子郵件 "
    "电子邮件地址 workemail secondaryemail otheremail emailid primaryemail personalemail email1value",
    "wechat": "微信 微信号 微信id 个人微信 企业微信 微信账号 wechat wechatid weixin wxid wx",
    "qq": "qq qq号 qq号码 qq账号 腾讯qq",
    "other_contact": "其他联系方式 其它联系方式 钉钉 钉钉号 旺旺 阿里旺旺 skype skypeid whatsapp line telegram msn im imaddress 飞书 twitter linkedin "
    "facebook 抖音号 支付宝 支付宝账号",
    "website": "网站 网址 官网 公司网址 公司网站 主页 官方网站 公司主页 企业网址 website web url homepage webpage site companydomainname domain "
    "domainname websiteurl 網址 网页",
    "province": "省 省份 省市 所在省 所属省 所属省份 所在省份 省区 注册省份 省级 直辖市 province state stateprovince prov regionstate stateregion "
    "businessstate homestate mailingstate billingstate provincestate 商务地址省市自治区 縣市",
    "city": "市 城市 地市 地级市 所在市 所在城市 所属城市 市州 注册城市 city town locality homecity businesscity mailingcity billingcity 商务地址市县",
    "district": "区 县 区县 县区 区 所在区 所属区 所属区县 市辖区 区域县 district county",
    "region": "地区 省市区 所在地 所在地区 所属地区 行政区划 省市县 籍贯 户籍地 归属地 省份城市 注册地 区划 region area location 区域",
    "address": "地址 详细地址 联系地址 通讯地址 家庭地址 住址 公司地址 办公地址 单位地址 注册地址 居住地址 经营地址 通信地址 邮寄地址 收货地址 "
    "户籍地址 送货地址 现住址 家庭住址 街道 街道地址 address street streetaddress addressline1 homeaddress workaddress mailingaddress "
    "officeaddress businessstreet homestreet billingstreet mailingstreet shippingstreet billingaddress shippingaddress registeredaddress 住所 "
    "address1 address1formatted address1line1 companyaddress 客户地址 定位 企业地址 工作地址 商务地址街道 fulladdress",
    "postcode": "邮编 邮政编码 邮政编号 postcode zip zipcode postalcode zippostalcode postal businesspostalcode homepostalcode "
    "billingpostalcode mailingpostalcode mailingzip billingzip 郵遞區號",
    "gender": "性别 客户性别 gender sex 性別",
    "birth_date": "出生日期 生日 出生年月 出生年月日 出生时间 生日日期 birthday birthdate dateofbirth dob born 客户生日 出生",
    "occupation": "职业 从事职业 occupation profession",
    "employer": "工作单位 所在单位 任职公司 就职单位 就职公司 任职单位 服务单位 工作单位名称 所在公司 employer workplace 所属公司 所属单位",
    "job_title": "职务 职位 岗位 职称 头衔 担任职务 职务职位 title jobtitle position role jobposition job 職稱 職務 designation organizationtitle "
    "organization1title",
    "education": "学历 文化程度 教育程度 最高学历 education degree educationlevel",
    "marital_status": "婚姻状况 婚姻 婚否 婚姻情况 maritalstatus marital",
    "nationality": "国籍 nationality citizenship",
    "industry": "行业 所属行业 行业类型 行业类别 客户行业 公司行业 行业分类 企业行业 industry sector industrytype businesstype行业 industrygroup "
    "国标行业 国标行业门类 所属申万行业",
    "legal_representative": "法定代表人 法人 法人代表 法人姓名 企业法人 法定代表人姓名 董事长 经营者 legalrepresentative legalperson "
    "法定代表人负责人 chairman",
    "registered_capital": "注册资本 注册资金 注册资本金 注册资本万元 注册资金万元 registeredcapital regcapital capital 资本额",
    "capital_currency": "注册资本币种 币种 资本币种 货币 currency capitalcurrency",
    "employees": "员工人数 员工数 员工数量 公司员工数 人数 公司人数 企业人数 雇员人数 职工人数 公司规模 企业规模 人员规模 参保人数 从业人数 employees "
    "numberofemployees employeecount headcount noofemployees staff numemployees numemp companysize 员工总数 规模",
    "founded_on": "成立日期 成立时间 注册日期 注册时间 成立年份 成立年月 公司成立日期 创立时间 开业日期 founded foundedon yearfounded foundedyear "
    "establishmentdate dateofestablishment yearstarted incorporated setupdate 设立日期",
    "company_type": "企业类型 公司类型 企业性质 公司性质 单位性质 经济类型 企业类别 机构类型 companytype ownership 单位类型 企业经济性质",
    "annual_revenue": "年营业额 营业额 年收入 年销售额 营业收入 年产值 年营收 销售额 annualrevenue revenue yearlyrevenue turnover annualsales",
    "stock_exchange": "交易所 证券交易所 上市交易所 上市地点 上市板块 交易市场 stockexchange exchange listingexchange",
    "stock_code": "股票代码 证券代码 上市代码 a股代码 stockcode ticker tickersymbol symbol stocksymbol",
    "parent_name": "上级公司 母公司 上级单位 上级客户 集团公司 所属集团 总公司 parent parentcompany parentaccount parentname 上级组织 隶属集团",
    "business": "主营业务 主营 主要业务 主营产品 主要产品 公司业务 业务 业务范围 主营业务范围 主营行业 mainbusiness business products 主营业务及产品",
    "business_scope": "经营范围 营业范围 businessscope scope scopeofbusiness 经营项目",
    "introduction": "简介 公司简介 企业简介 公司介绍 企业介绍 单位简介 介绍 公司概况 客户简介 introduction about aboutus companyprofile profile "
    "companydescription description描述 intro aboutcompany",
    "bank_account": "银行账号 银行账户 银行卡号 账号 账户 银行卡 帐号 银行帐号 对公账号 收款账号 开户账号 开户行账号 bankaccount bankaccountno accountno银行 "
    "iban bankcard bankaccountnumber cardnumber",
    "bank_name": "开户行 开户银行 银行名称 银行 开户行名称 所属银行 bank bankname openingbank",
    "level": "等级 级别 客户等级 客户级别 会员等级 客户分级 重要程度 信用等级 客户星级 星级 vip等级 level grade rating customerlevel tier priority 评级",
    "status": "状态 客户状态 跟进状态 成交状态 跟进阶段 客户阶段 生命状态 合作状态 经营状态 登记状态 status leadstatus customerstatus stage "
    "lifecyclestage accountstatus",
    "source": "来源 客户来源 来源渠道 渠道 获客渠道 线索来源 客源 信息来源 source leadsource accountsource origin channel originalsource",
    "tags": "标签 客户标签 标记 关键词 tags tag label labels category categories keywords 类别标签",
    "groups": "分组 客户分组 组别 客户分类 客户类别 分类 类别 group groups groupmembership 所属分组 customergroup 群组",
    "owner": "负责人 客户经理 业务员 销售 销售人员 跟进人 所有人 归属人 销售代表 客户负责人 销售员 业务经理 所属销售 跟单员 客服 客户所有人 业务代表 "
    "owner accountowner contactowner leadowner companyowner salesrep salesperson accountmanager hubspotowner assignedto",
    "recorded_on": "建档日期 建档时间 登记日期 登记时间 录入时间 录入日期 创建时间 创建日期 添加时间 入库时间 开户日期 建立时间 created createdat "
    "createddate createdtime createdate createdon datecreated creationdate",
    "remark": "备注 备注信息 说明 附注 备注说明 其他 其它 其他说明 描述 客户备注 备注1 note notes remark remarks comment comments memo description 備註 "
    "additionalinfo 补充说明",
    "preferences": "偏好 客户偏好 喜好 消费偏好 preference preferences",
    "interests": "兴趣 爱好 兴趣爱好 客户爱好 interests hobby hobbies interest",
    "background": "客户背景 背景 背景信息 background 背景资料",
    "industry_position": "行业地位 市场地位 industryposition",
    "competitors": "竞争对手 竞品 竞争情况 主要竞争对手 competitors competitor",
    "payment_behaviour": "付款习惯 付款方式 付款条件 账期 结算方式 付款情况 paymentterms paymentbehaviour paymentbehavior paymentmethod 付款信用",
    "contact_title": "联系人职务 联系人职位 联系人岗位 contacttitle contactposition",
    "contact_mobile": "联系人手机 联系人手机号 联系人电话 联系人移动电话 联系人联系方式 联系人联系电话 联系人手机号码 contactmobile contacttel",
    "contact_landline": "联系人座机 联系人固话 联系人办公电话 contactlandline",
    "contact_email": "联系人邮箱 联系人邮件 联系人电子邮箱 联系人email contactemail 联系人电子邮件",
    "kind": "客户类型 类型 主体类型 客户性质 会员类型 kind customertype accounttype type clienttype 个人企业",
    "sequence": "序号 序 行号 流水号 no # 项次 次序 顺序号 index seq sn serial rownum rownumber number 编号序号 unnamed0",
    "reference": "parentid ownerid createdbyid masterrecordid lastmodifiedbyid recordtypeid isdeleted accountsourceid jigsawcontactid "
    "创建人 修改人 最后修改人 更新时间 最后修改时间 更新人 modifiedtime lastmodifieddate modifiedby createdby systemmodstamp lastactivitydate "
    "lastvieweddate lastreferenceddate modifieddate lastmodified lastmodifieddate updatedat updated 最后跟进时间 下次联系时间 最后跟进记录 "
    "最后活动时间 距进入公海天数 所属公海",
}

_UNITS = ("万元", "亿元", "万美元", "万人民币", "千元", "元", "人民币元", "万", "亿", "人", "美元")
_BRACKET = re.compile(r"[(\[【<〈「{]([^)\]】>〉」}]*)[)\]】>〉」}]")
_DROP = re.compile(r"[\s_\-./\\:：*★☆●▲,，、;；'\"“”‘’|·•?？!！&+]+")
_REQUIRED = re.compile(r"^(?:必填|必填项|必选|选填|required|optional|唯一)$|^(?:[*★]+)$")
_TAIL_NUMBER = re.compile(r"(?<=\D)(?:\d{1,2}|[一二三四五])$")
_PREFIXES = (
    "客户", "公司", "企业", "单位", "会员", "用户", "联系人", "主要", "常用", "所属", "所在", "个人", "顾客", "供应商", "本人", "您的", "你的",
    "第一", "首要", "商务", "工作", "家庭", "customer", "client", "account", "company", "contact", "billing", "mailing", "primary", "business",
    "work", "home", "other", "your", "main", "lead", "person", "member", "user", "cust", "acct", "org", "student", "employee",
)  # fmt: skip
_SUFFIX_MIN = 2


class Meaning(NamedTuple):
    """What a header says: a concept, how surely (0–1), the unit in its brackets, and '' or a group word before it."""

    concept: str
    certainty: float
    unit: str = ""


NOTHING = Meaning("", 0.0)


def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for concept, words in _WORDS.items():
        if concept not in BY_KIND and concept not in MARKS:
            table.setdefault(concept.replace("_", ""), concept)
        for word in words.split():
            table.setdefault(word, concept)
    return table


_TABLE = _table()
_SUFFIXES = sorted((w for w in _TABLE if len(w) >= _SUFFIX_MIN and not w.isascii()), key=len, reverse=True)


def key(header: str) -> str:
    """A header without case, width, spaces, punctuation and brackets: `First_Name *` → firstname."""
    text = unicodedata.normalize("NFKC", header).strip().lower()
    if text.endswith("__c"):
        text = text[:-3]
    bare = _BRACKET.sub("", text)
    return _DROP.sub("", bare if _DROP.sub("", bare) else text)


@lru_cache(maxsize=4096)
def meaning(header: str) -> Meaning:
    """The concept a header names; `NOTHING` when the words are unknown."""
    if not header or len(header) > 80:
        return NOTHING
    text = unicodedata.normalize("NFKC", header).strip().lower()
    hints = [m.strip() for m in _BRACKET.findall(text)]
    unit = next((h for h in hints if h in _UNITS), "") or next(
        (u for h in hints for u in _UNITS if h == "单位:" + u), ""
    )
    whole = key(header)
    found = _known(whole)
    if not found.concept and ("/" in text or ">" in text):
        last = re.split(r"[/>]", text)[-1]
        found = _weaker(_known(key(last)), 0.9)
    hinted = _hinted(found, hints)
    return Meaning(hinted.concept, round(hinted.certainty, 2), unit) if hinted.concept else NOTHING


def _hinted(found: Meaning, hints: list[str]) -> Meaning:
    """联系方式（手机）means the mobile: a bracket word that narrows a general one."""
    for hint in hints:
        inner = _TABLE.get(_DROP.sub("", hint), "")
        if inner and (not found.concept or (found.concept == "phone" and inner in ("mobile", "landline"))):
            return Meaning(inner, 0.85)
    return found


def _weaker(found: Meaning, factor: float) -> Meaning:
    return Meaning(found.concept, found.certainty * factor)


def _known(word: str) -> Meaning:
    if word in _TABLE:
        return Meaning(_TABLE[word], 0.95)
    bare = _TAIL_NUMBER.sub("", word)
    if bare != word and bare in _TABLE:
        return Meaning(_TABLE[bare], 0.9)
    for prefix in _PREFIXES:
        rest = bare[len(prefix) :]
        if bare.startswith(prefix) and rest in _TABLE:
            return Meaning(_contact_part(prefix, _TABLE[rest]), 0.85)
    if not bare.isascii():
        for suffix in _SUFFIXES:
            if bare.endswith(suffix) and len(bare) - len(suffix) <= 6:
                return Meaning(_TABLE[suffix], 0.6)
    return NOTHING


def _contact_part(prefix: str, concept: str) -> str:
    if prefix not in ("联系人", "contact"):
        return concept
    return {
        "mobile": "contact_mobile",
        "phone": "contact_mobile",
        "landline": "contact_landline",
        "email": "contact_email",
        "job_title": "contact_title",
        "any_name": "contact_person",
        "person_name": "contact_person",
    }.get(concept, concept)


def is_header_word(text: str) -> bool:
    """Whether a cell reads like the head of a column rather than like a value."""
    return meaning(text).certainty >= 0.8


def is_listed_word(text: str) -> bool:
    """Cheap form of `is_header_word`: only exact words."""
    return text.lower() in _TABLE
