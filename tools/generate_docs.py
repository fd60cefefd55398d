"""`make docs`: docs/generated from what the code declares. `--check` writes nothing and fails when a page is out of date."""

import csv
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from kedang.kit.inventory import USES
from tools.django_ready import declarations

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "generated"
NOTICE = "<!-- Made by `make docs`. Change the code, not this page. -->"

# name: (default, 中文, English). A test compares the names with what the code reads.
SETTINGS: dict[str, tuple[str, str, str]] = {
    "KEDANG_HOME": ("./var", "存放全部数据的目录", "The folder that holds all data"),
    "KEDANG_DATABASE_URL": (
        "",
        "PostgreSQL 地址；空则使用 SQLite",
        "Address of a PostgreSQL database; empty means SQLite",
    ),
    "KEDANG_ROOT_KEY_FILE": ("KEDANG_HOME/root.key", "根密钥文件", "The file of the root key"),
    "KEDANG_ROOT_PASSPHRASE_FILE": (
        "",
        "存放根密钥口令的文件；仅当根密钥用口令保护时需要",
        "A file with the passphrase of the root key; needed only when the root key opens with one",
    ),
    "KEDANG_TRANSIT_URL": (
        "",
        "保管根密钥的 Vault 兼容服务地址；仅当根密钥由它保管时需要",
        "Address of a Vault-compatible server that holds the root key; needed only when it does",
    ),
    "KEDANG_TRANSIT_TOKEN_FILE": (
        "",
        "存放该服务令牌的文件，每次使用时读取",
        "A file with its token, read at each use",
    ),
    "KEDANG_TRANSIT_MOUNT": ("transit", "transit 引擎的挂载路径", "Where the transit engine is mounted there"),
    "KEDANG_TRANSIT_KEY": ("kedang", "该引擎中密钥的名称", "The name of the key at that engine"),
    "KEDANG_TRANSIT_NAMESPACE": ("", "命名空间（如有）", "Its namespace, where there are any"),
    "KEDANG_TRANSIT_MINUTES": (
        "15",
        "该服务没有应答时，已打开的密钥还能使用多少分钟；之后敏感内容打不开",
        "For how many minutes open keys stay in use while it does not answer; after that what is sensitive does not open",
    ),
    "KEDANG_CIPHER_SUITE": (
        "aes-256-gcm",
        "新内容的加密套件：aes-256-gcm，或国密 sm4-gcm（SM4-GCM 加 HMAC-SM3）；两种写下的内容都能读",
        "The suite new values are sealed by: aes-256-gcm, or sm4-gcm (SM4-GCM with HMAC-SM3); what either wrote is read",
    ),
    "KEDANG_KEY_ROTATION_DAYS": (
        "30",
        "多少天后自动启用新的主密钥；0 表示不自动",
        "After how many days a new master key begins by itself; 0: never",
    ),
    "KEDANG_KEY_COPIES": (
        "KEDANG_HOME/key-copies",
        "密钥库副本的目录；应在另一块磁盘上，并且不进入数据备份",
        "The folder of copies of the key store; put it on another disk, and into no backup of the data",
    ),
    "KEDANG_HOST": ("127.0.0.1", "监听地址", "The address the server listens on"),
    "PORT": ("8000", "监听端口", "The port the server listens on"),
    "KEDANG_PUBLIC_URL": (
        "",
        "用户访问的地址；以 https 开头时 Cookie 标记为 Secure",
        "The address people use; when it begins with https, cookies are marked secure",
    ),
    "KEDANG_ALLOWED_HOSTS": (
        "127.0.0.1,localhost,[::1]",
        "服务器应答的主机名，逗号分隔",
        "Host names the server answers to, separated by commas",
    ),
    "KEDANG_TRUSTED_PROXIES": (
        "",
        "可信代理的地址，逗号分隔；只有它们的 X-Forwarded-For 有效",
        "Addresses of proxies whose X-Forwarded-For is believed, separated by commas",
    ),
    "KEDANG_SMTP_HOST": ("", "发信服务器；空则不发邮件", "The mail server; empty means no mail"),
    "KEDANG_SMTP_PORT": (
        "587 / 465 / 25",
        "发信服务器端口，默认随加密方式",
        "Its port, by default that of the encryption",
    ),
    "KEDANG_SMTP_SECURITY": (
        "starttls",
        "加密方式：starttls、tls 或 none（none 仅用于本机或内网中继）",
        "How the connection is encrypted: starttls, tls, or none (for a relay on this machine or network only)",
    ),
    "KEDANG_SMTP_FROM": ("", "发件人邮箱", "The sender's e-mail address"),
    "KEDANG_SMTP_USER": ("", "发信服务器的用户名", "The user name at the mail server"),
    "KEDANG_SMTP_PASSWORD": ("", "发信服务器的密码", "The password at the mail server"),
    "KEDANG_SMTP_PASSWORD_FILE": ("", "存放该密码的文件，优先于上一项", "A file that holds it, which goes first"),
    "KEDANG_SMTP_CA_FILE": (
        "",
        "自签证书的签发机构证书文件",
        "The authority of a server with a certificate of one's own",
    ),
    "KEDANG_IMAP_CA_FILE": (
        "",
        "归档邮箱服务器使用自签证书时，签发机构的证书文件",
        "The authority of the filed mailbox's server, with a certificate of one's own",
    ),
    "KEDANG_PRIVATE_HOSTS": (
        "",
        "允许设置页中的地址指向的内网主机名，逗号分隔（例如内网的单点登录服务）；其他内网、本机地址一律拒绝",
        "Hosts of one's own network that an address on a settings page may lead to, separated by commas (an inner sign-in server, say); "
        "any other private address is refused",
    ),
    "KEDANG_PRIVATE_CA_FILE": (
        "",
        "上述主机使用自签证书时，签发机构的证书文件",
        "The authority of such hosts, with a certificate of one's own",
    ),
    "KEDANG_SMS_GATEWAY": (
        "",
        "短信网关：http，或 file（试用：写入 KEDANG_HOME/sms）；空则不发短信",
        "The SMS gateway: http, or file (for trials: into KEDANG_HOME/sms); empty means no SMS",
    ),
    "KEDANG_SMS_URL": ("", "网关地址，接收 JSON {to, text}", "Where the gateway takes JSON {to, text}"),
    "KEDANG_SMS_TOKEN": ("", "网关令牌", "The gateway's token"),
    "KEDANG_SMS_TOKEN_FILE": ("", "存放该令牌的文件，优先于上一项", "A file that holds it, which goes first"),
    "KEDANG_MERGE_MOST": ("50", "一次最多合并多少位客户", "How many customers one merge may take together"),
    "KEDANG_DOCUMENT_MEGABYTES": (
        "50",
        "单个文件最大多少 MB（不超过 300）",
        "The largest document in MB (at most 300)",
    ),
    "KEDANG_SCANNER": (
        "",
        "查毒程序（ClamAV 守护进程）：tcp://127.0.0.1:3310 或 unix:/run/clamav/clamd.ctl；空则文件标为未查毒",
        "The virus scanner (a ClamAV daemon): tcp://127.0.0.1:3310 or unix:/run/clamav/clamd.ctl; empty means that files are kept as not scanned",
    ),
    "KEDANG_SCANNER_AWAY": (
        "refuse",
        "查毒程序没有应答时：refuse 拒收文件，keep 照常接收并标为未查毒",
        "While it does not answer: refuse files, or keep them as not scanned",
    ),
    "KEDANG_FILES_A_DAY": (
        "2000",
        "一个账号 24 小时内最多上传多少个文件；0 表示不限",
        "The most files one account may bring within 24 hours; 0: any number",
    ),
    "KEDANG_FILE_MEGABYTES_A_DAY": (
        "20480",
        "一个账号 24 小时内上传的文件最多共多少 MB；0 表示不限",
        "The most megabytes of files one account may bring within 24 hours; 0: any number",
    ),
    "KEDANG_S3_BUCKET": (
        "",
        "存放文件的 S3 兼容存储桶；空则存放在 KEDANG_HOME/documents",
        "The bucket of an S3-compatible server for documents; empty means KEDANG_HOME/documents",
    ),
    "KEDANG_S3_ENDPOINT": ("", "S3 兼容服务的地址", "Address of the S3-compatible server"),
    "KEDANG_S3_REGION": ("us-east-1", "存储桶所在区域", "The bucket's region"),
    "KEDANG_S3_USER": ("", "访问密钥 ID", "The access key id"),
    "KEDANG_S3_SECRET": ("", "访问密钥", "The secret access key"),
    "KEDANG_S3_SECRET_FILE": ("", "存放该密钥的文件，优先于上一项", "A file that holds it, which goes first"),
    "KEDANG_S3_CA_FILE": (
        "",
        "自签证书的签发机构证书文件",
        "The authority of a server with a certificate of one's own",
    ),
    "KEDANG_BACKUP_TO": (
        "KEDANG_HOME/backups",
        "备份存放位置：文件夹，或 s3",
        "Where backups go: a folder, or s3",
    ),
    "KEDANG_BACKUP_HOUR": (
        "2",
        "每天几点备份（本单位时间）；-1 不自动备份",
        "The hour of the daily backup, by the organisation's clock; -1 for none",
    ),
    "KEDANG_BACKUP_MINUTES": (
        "0",
        "上次备份多少分钟后再备份一次；0 表示只按钟点",
        "Minutes after a backup until the next one; 0 means by the hour only",
    ),
    "KEDANG_BACKUP_KEEP": (
        "7,4,12",
        "保留几天、几周、几个月的备份",
        "How many days, weeks and months of backups are kept",
    ),
    "KEDANG_BACKUP_BEFORE_UPGRADE": (
        "yes",
        "升级修改表结构之前先备份并试恢复",
        "Back up, and prove it, before an upgrade changes tables",
    ),
    "KEDANG_PG_PROGRAMS": (
        "",
        "pg_dump 与 pg_restore 所在的目录；空则从 PATH 查找",
        "The folder of pg_dump and pg_restore; empty means the path",
    ),
    "KEDANG_PROOF_DATABASE_URL": (
        "",
        "可以新建临时数据库的 PostgreSQL，用于试恢复；空则用业务数据库所在的服务器",
        "A PostgreSQL where databases may be made for trial restores; empty means the server of the data",
    ),
    "KEDANG_SPARK_MASTER": (
        "local[*]",
        "kedang dedupe --engine spark 使用的 Spark 集群地址",
        "The Spark master that kedang dedupe --engine spark asks",
    ),
    "KEDANG_SECURITY_CONTACT": (
        "",
        "/.well-known/security.txt 中的安全联系方式，如 mailto:security@example.com；空则没有此页",
        "Whom /.well-known/security.txt names, for example mailto:security@example.com; empty means there is no such page",
    ),
    "KEDANG_SPARK_SECRET": ("", "集群的 spark.authenticate.secret", "The cluster's spark.authenticate.secret"),
    "KEDANG_AUDIT_DEGRADED": (
        "",
        "1：审计封存落后时仍允许查看敏感信息和导出（照样记录）",
        "1: revealing and exporting go on while the seal of the audit is behind (they are recorded all the same)",
    ),
    "KEDANG_AUDIT_FILE": (
        "",
        "把每个审计检查点追加写入的文件，应位于其他机器的磁盘上",
        "A file that every checkpoint of the audit is appended to; best on another machine's disk",
    ),
    "KEDANG_AUDIT_SYSLOG": (
        "",
        "把每个审计检查点发往的 syslog 服务器：tls://主机:6514 或 tcp://主机:601",
        "A syslog server that every checkpoint of the audit is sent to: tls://host:6514 or tcp://host:601",
    ),
    "KEDANG_AUDIT_EVENTS_FOLDER": (
        "",
        "把封存后的每条审计记录（不含内容）追加写入的文件夹，应位于其他机器的磁盘上",
        "A folder that every sealed event of the audit (no values) is appended to; best on another machine's disk",
    ),
    "KEDANG_AUDIT_EVENTS_SYSLOG": (
        "",
        "把封存后的每条审计记录（不含内容）发往的 syslog 服务器：tls://主机:6514 或 tcp://主机:601",
        "A syslog server that every sealed event of the audit (no values) is sent to: tls://host:6514 or tcp://host:601",
    ),
    "KEDANG_DEMO": ("", "1：演示单位和演示账号", "1: demo organisation and demo accounts"),
    "KEDANG_DEBUG": ("", "1：仅供开发，显示错误细节", "1: for development only, shows details of errors"),
    "KEDANG_LOG_LEVEL": ("WARNING", "日志级别", "How much is logged"),
}


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    return "\n".join([*lines, *("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)])


def page(title: str, body: str) -> str:
    """A generated page."""
    return f"# {title}\n\n{NOTICE}\n\n{body}\n"


def rights_page() -> str:
    """Every right, and which built-in roles hold it."""
    from kedang.accounts.builtin import BUILTIN_ROLES  # noqa: PLC0415
    from kedang.accounts.rights import declared_rights  # noqa: PLC0415

    rows = [
        (f"`{right.code}`", right.zh, right.en, ", ".join(role.code for role in BUILTIN_ROLES if right in role.rights))
        for right in declared_rights()
    ]
    return page("Rights 权限", table(("right", "中文", "English", "built-in roles"), rows))


def verbs_page() -> str:
    """Every event verb."""
    from kedang.history import verbs  # noqa: PLC0415

    rows = [(f"`{verb.code}`", verb.zh, verb.en) for verb in verbs.declared()]
    return page("Event verbs 操作记录", table(("verb", "中文", "English"), rows))


def settings_page() -> str:
    """Every environment variable."""
    rows = [(f"`{name}`", f"`{default}`" if default else "", zh, en) for name, (default, zh, en) in SETTINGS.items()]
    return page("Settings 设置", table(("variable", "default", "中文", "English"), rows))


def fields_page() -> str:
    """Every built-in field of customers."""
    from kedang.engine.catalogue import FIELDS  # noqa: PLC0415

    rows = [
        (f"`{f.code}`", f.zh, f.en, ", ".join(f.kinds), f.type, f.sensitivity, "yes" if f.multi else "")
        for f in FIELDS.values()
    ]
    heads = ("code", "中文", "English", "kinds", "type", "sensitivity", "several")
    return page("Fields of customers 客户字段", table(heads, rows))


def endpoints_page() -> str:
    """Every endpoint with the right it needs."""
    from tools.routes import routes  # noqa: PLC0415

    rows = [(route.method, f"`{route.path}`", f"`{route.right}`", route.summary) for route in routes()]
    return page("Endpoints 接口", table(("method", "path", "right", "does"), rows))


def asvs_page() -> str:
    """How many requirements of the standard are met, and what is open."""
    with (FOLDER.parent / "asvs.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    verdicts = ("met", "operator", "not applicable", "open")
    chapters = {row["chapter"]: Counter[str]() for row in rows}
    for row in rows:
        chapters[row["chapter"]][row["verdict"]] += 1
    total = sum(chapters.values(), Counter[str]())
    counted = [(name, *(str(count[v]) for v in verdicts)) for name, count in [*chapters.items(), ("all", total)]]
    waiting = [(row["id"], row["subject"], row["note"]) for row in rows if row["verdict"] == "open"]
    body = (
        table(("chapter", *verdicts), counted) + "\n\n## Open\n\n" + table(("id", "about", "what is missing"), waiting)
    )
    return page("Verdicts of OWASP ASVS 5.0.0 安全要求核对", body)


def crypto_page() -> str:
    """Every use of cryptography."""
    rows = [(use.what, use.algorithm, str(use.bits), ", ".join(f"`{each}`" for each in use.where)) for use in USES]
    return page("Cryptography 密码算法", table(("what", "algorithm", "bits", "where"), rows))


PAGES: dict[str, Callable[[], str]] = {
    "rights.md": rights_page,
    "verbs.md": verbs_page,
    "settings.md": settings_page,
    "fields.md": fields_page,
    "endpoints.md": endpoints_page,
    "asvs.md": asvs_page,
    "crypto.md": crypto_page,
}


def stale_pages() -> dict[str, str]:
    """Name → content of every page that is not what the code says."""
    fresh = {name: make() for name, make in PAGES.items()}
    return {
        name: text
        for name, text in fresh.items()
        if not (FOLDER / name).exists() or (FOLDER / name).read_text(encoding="utf-8") != text
    }


def main() -> int:
    """Write, or with --check only compare."""
    with declarations():
        stale = stale_pages()
    if "--check" in sys.argv:
        for name in stale:
            print(f"docs/generated/{name} is out of date: run `make docs`")
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in stale.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(f"wrote docs/generated/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
