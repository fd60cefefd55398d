"""The ready-made sets of custom fields, by line of business. Codes are shared: a field two templates name is one field."""

from dataclasses import dataclass

from kedang.fields.definitions import Draft
from kedang.fields.queries import Option


@dataclass(frozen=True, slots=True)
class Template:
    """One set: its name, what it is for, its fields."""

    code: str
    zh: str
    en: str
    about_zh: str
    about_en: str
    fields: tuple[Draft, ...]

    def label(self, language: str) -> str:
        """The name in the reader's language."""
        return self.zh if language.startswith("zh") else self.en


PERSON, ORGANISATION, CONTACT = "person", "organisation", "contact"
BOTH = (PERSON, ORGANISATION)


def _field(
    code: str,
    zh: str,
    en: str,
    kind: str = "text",
    options: str = "",
    *,
    of: tuple[str, ...] = BOTH,
    guard: str = "clear",
) -> Draft:
    """`options` is "value 中文 English" separated by bars; an English label may have spaces."""
    parsed = tuple(Option(*part.strip().split(" ", 2)) for part in options.split("|")) if options else ()
    return Draft(code=code, label_zh=zh, label_en=en, type=kind, options=parsed, kinds=of, sensitivity=guard)


COMPANY = (ORGANISATION,)
PRIVATE = (PERSON,)
HEAT = "hot 热 Hot | warm 温 Warm | cold 冷 Cold"
GRADES = "high 高 High | medium 中 Medium | low 低 Low"

GENERAL = (
    _field("importance", "重要程度", "Importance", "choice", GRADES),
    _field("intention", "合作意向", "Interest", "choice", HEAT),
    _field("first_contact_on", "首次接触日期", "First contact", "date"),
    _field("introduced_by", "介绍人", "Introduced by"),
    _field("preferred_channel", "偏好联系方式", "Preferred channel", "multi_choice",
           "phone 电话 Phone | wechat 微信 WeChat | email 邮件 Email | visit 拜访 Visit | sms 短信 SMS"),
    _field("best_time", "方便联系时间", "Best time to call"),
    _field("needs", "主要需求", "Main needs", "longtext"),
    _field("do_not_disturb", "请勿打扰", "Do not disturb", "boolean"),
    _field("account_manager", "服务专员", "Service specialist", "user"),
)  # fmt: skip

KEY_ACCOUNT = (
    _field("account_tier", "客户分级", "Account tier", "choice",
           "strategic 战略 Strategic | core 核心 Core | growth 成长 Growth | general 一般 General", of=COMPANY),
    _field("decision_process", "决策流程", "Decision process", "longtext", of=COMPANY),
    _field("buying_role", "采购角色", "Buying role", "choice",
           "decider 决策者 Decider | influencer 影响者 Influencer | user 使用者 User | buyer 采购 Buyer | gatekeeper 把关者 Gatekeeper",
           of=(CONTACT,)),
    _field("attitude", "对我方态度", "Attitude to us", "choice",
           "supporter 支持 Supporter | neutral 中立 Neutral | opponent 反对 Opponent", of=(CONTACT,)),
    _field("purchase_budget", "年度采购预算", "Annual budget", "money", of=COMPANY),
    _field("contract_until", "框架合同到期日", "Contract until", "date", of=COMPANY),
    _field("credit_days", "账期（天）", "Payment term (days)", "integer", of=COMPANY),
    _field("credit_limit", "信用额度", "Credit limit", "money", guard="C"),
    _field("share_of_wallet", "我方份额（%）", "Our share (%)", "number", of=COMPANY),
    _field("main_suppliers", "现有供应商", "Present suppliers", "longtext", of=COMPANY),
    _field("executive_sponsor", "高层对接人", "Executive sponsor", "user", of=COMPANY),
    _field("strategic_goals", "客户战略目标", "Their strategic goals", "longtext", of=COMPANY),
)  # fmt: skip

BANK = (
    _field("customer_grade", "客户星级", "Star grade", "choice",
           "1 一星 One | 2 二星 Two | 3 三星 Three | 4 四星 Four | 5 五星 Five | 6 六星 Six | 7 七星 Seven"),
    _field("risk_tolerance", "风险承受能力", "Risk tolerance", "choice",
           "c1 C1保守 C1 Conservative | c2 C2稳健 C2 Steady | c3 C3平衡 C3 Balanced | c4 C4成长 C4 Growth | c5 C5进取 C5 Aggressive",
           of=PRIVATE),
    _field("risk_assessed_on", "风险评估日期", "Risk assessed on", "date", of=PRIVATE),
    _field("aml_rating", "反洗钱风险等级", "AML rating", "choice", GRADES, guard="S"),
    _field("annual_income", "年收入", "Annual income", "money", of=PRIVATE, guard="S"),
    _field("assets_under_management", "管理资产余额", "Assets under management", "money", guard="S"),
    _field("loan_balance", "贷款余额", "Loan balance", "money", guard="S"),
    _field("credit_limit", "信用额度", "Credit limit", "money", guard="C"),
    _field("branch", "开户网点", "Branch"),
    _field("account_opened_on", "开户日期", "Account opened on", "date"),
    _field("products_held", "持有产品", "Products held", "multi_choice",
           "deposit 存款 Deposit | wealth 理财 Wealth | fund 基金 Fund | insurance 保险 Insurance | loan 贷款 Loan | card 信用卡 Credit card | payroll 代发工资 Payroll"),
    _field("beneficial_owner", "受益所有人", "Beneficial owner", of=COMPANY, guard="C"),
)  # fmt: skip

REAL_ESTATE = (
    _field("purchase_purpose", "置业目的", "Purpose", "choice",
           "first 首套自住 First home | upgrade 改善 Upgrade | investment 投资 Investment | school 学区 School place | retirement 养老 Retirement"),
    _field("budget", "购房预算", "Budget", "money", guard="C"),
    _field("wanted_areas", "意向区域", "Wanted areas"),
    _field("wanted_layout", "意向户型", "Wanted layout", "multi_choice",
           "1 一室 One room | 2 两室 Two rooms | 3 三室 Three rooms | 4 四室 Four rooms | 5 五室及以上 Five or more | villa 别墅 Villa | shop 商铺 Shop | office 写字楼 Office"),
    _field("wanted_size", "意向面积（㎡）", "Wanted size (m²)", "number"),
    _field("payment_method", "付款方式", "Payment", "choice",
           "full 全款 Full | commercial 商业贷款 Commercial loan | fund 公积金 Housing fund | mixed 组合贷 Mixed loan"),
    _field("purchase_qualified", "购房资格", "Qualified to buy", "boolean", of=PRIVATE),
    _field("homes_owned", "名下房产（套）", "Homes owned", "integer", of=PRIVATE, guard="C"),
    _field("visit_channel", "来访渠道", "How they came", "choice",
           "walk_in 自然到访 Walk-in | agent 中介 Agent | referral 老带新 Referral | online 线上 Online | event 活动 Event"),
    _field("last_viewing_on", "最近看房日期", "Last viewing", "date"),
    _field("unit_number", "认购房号", "Unit reserved"),
    _field("channel_agent", "渠道经纪", "Channel agent", "customer"),
)  # fmt: skip

RETAIL = (
    _field("member_card", "会员卡号", "Member card", of=PRIVATE),
    _field("member_since", "入会日期", "Member since", "date", of=PRIVATE),
    _field("home_store", "常去门店", "Home store", of=PRIVATE),
    _field("clothing_size", "服装尺码", "Clothing size", "choice",
           "xs XS XS | s S S | m M M | l L L | xl XL XL | xxl XXL XXL", of=PRIVATE),
    _field("shoe_size", "鞋码", "Shoe size", "number", of=PRIVATE),
    _field("favourite_categories", "偏好品类", "Favourite categories", "multi_choice",
           "food 食品 Food | clothing 服饰 Clothing | beauty 美妆 Beauty | baby 母婴 Baby | home 家居 Home | electronics 数码 Electronics | sports 运动 Sports",
           of=PRIVATE),
    _field("allergies", "过敏与禁忌", "Allergies", "longtext", of=PRIVATE, guard="S"),
    _field("family_members", "家庭人数", "Family members", "integer", of=PRIVATE),
    _field("anniversary", "纪念日", "Anniversary", "date", of=PRIVATE),
    _field("marketing_ok", "同意接收促销", "Agrees to promotions", "boolean", of=PRIVATE),
)  # fmt: skip

FOREIGN_TRADE = (
    _field("country", "国家/地区", "Country", of=COMPANY),
    _field("time_zone", "时区", "Time zone"),
    _field("business_language", "沟通语言", "Business language"),
    _field("buyer_type", "买家类型", "Buyer type", "choice",
           "importer 进口商 Importer | distributor 分销商 Distributor | retailer 零售商 Retailer | manufacturer 制造商 Manufacturer | agent 代理 Agent | end_user 终端 End user",
           of=COMPANY),
    _field("trade_terms", "贸易术语", "Incoterms", "choice",
           "exw EXW EXW | fob FOB FOB | cfr CFR CFR | cif CIF CIF | dap DAP DAP | ddp DDP DDP", of=COMPANY),
    _field("payment_terms", "付款条件", "Payment terms", "multi_choice",
           "tt 电汇T/T T/T | lc 信用证L/C L/C | dp 付款交单D/P D/P | da 承兑交单D/A D/A | oa 赊销O/A O/A", of=COMPANY),
    _field("settlement_currency", "结算币种", "Currency", "choice",
           "usd 美元 USD | eur 欧元 EUR | cny 人民币 CNY | gbp 英镑 GBP | jpy 日元 JPY | hkd 港元 HKD", of=COMPANY),
    _field("port", "目的港", "Port of destination", of=COMPANY),
    _field("products_wanted", "关注产品", "Products wanted", "longtext"),
    _field("hs_codes", "HS 编码", "HS codes", of=COMPANY),
    _field("certificates_required", "认证要求", "Certificates required", of=COMPANY),
    _field("sample_sent_on", "寄样日期", "Sample sent on", "date"),
)  # fmt: skip

TEMPLATES: tuple[Template, ...] = (
    Template("general", "通用", "General", "适合多数行业的跟进信息", "Follow-up basics for most businesses", GENERAL),
    Template("key_account", "大客户", "Key accounts", "B2B 重点客户：决策、预算、份额", "B2B: decisions, budgets, our share", KEY_ACCOUNT),
    Template("bank", "银行", "Bank", "个人与对公客户：星级、风险、资产", "Private and corporate: grade, risk, assets", BANK),
    Template("real_estate", "房地产", "Real estate", "置业意向、预算与看房", "Wishes, budgets and viewings", REAL_ESTATE),
    Template("retail", "零售", "Retail", "会员、尺码、偏好", "Membership, sizes, tastes", RETAIL),
    Template("foreign_trade", "外贸", "Foreign trade", "海外买家：条款、币种、港口", "Buyers abroad: terms, currency, port", FOREIGN_TRADE),
)  # fmt: skip
