"""What codes are called on paper."""

BASES: dict[str, tuple[str, str]] = {
    "consent": ("本人同意", "Consent"),
    "contract": ("订立或履行合同", "A contract"),
    "legal_duty": ("法定义务", "A legal duty"),
    "emergency": ("应对突发事件", "An emergency"),
    "public_interest": ("公共利益", "The public interest"),
    "disclosed": ("已合法公开的信息", "Lawfully disclosed already"),
    "legitimate_interest": ("正当利益", "A legitimate interest"),
}
WHY: dict[str, tuple[str, str]] = {
    "asked_for": ("本人要求删除", "The person asked for it"),
    "withdrawn": ("本人撤回同意", "Consent was withdrawn"),
    "purpose_over": ("处理目的已实现或不再需要", "The purpose is reached or has gone"),
    "retention_over": ("保存期限已届满", "The retention period is over"),
    "unlawful": ("违法或违约处理", "It was held unlawfully"),
    "service_ended": ("停止提供产品或服务", "The service has ended"),
}
KEPT_ROWS = (
    "操作记录只保留编号、时间和字段名称，不含内容；去标识的账目保留金额合计，不再指向任何人；为防止误再收集，保留一份无法还原的密文摘要。",
    "The record of who did what keeps ids, times and field names and no content; anonymous ledger entries keep their amounts and point "
    "at nobody; keyed hashes that cannot be turned back are kept so that nobody is collected again unseen.",
)
