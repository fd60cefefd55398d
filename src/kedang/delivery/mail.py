"""Mail through an SMTP server. A permanent refusal of the address is a bounce; everything that may pass by itself is tried again."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr

from kedang.delivery.outcomes import DONE, Outcome, bounced, failed, retry
from kedang.delivery.settings import NONE, STARTTLS, TLS, MailSettings, mail_settings

TIMEOUT = 10.0


def send_mail(*, to: str, subject: str, text: str) -> Outcome:
    """One plain text to one address, over one connection."""
    wanted = mail_settings()
    if wanted is None or wanted.problem:
        return retry("not_set_up")
    try:
        with connect(wanted) as server:
            server.send_message(_letter(wanted, to, subject, text), from_addr=wanted.sender, to_addrs=[to])
    except (smtplib.SMTPException, OSError, ValueError) as refused:
        return outcome_of(refused)
    return DONE


def connect(wanted: MailSettings) -> smtplib.SMTP:
    """A connection that may send: encrypted as set, the server's certificate checked, signed in when there is a user."""
    context = ssl.create_default_context(cafile=wanted.ca_file or None) if wanted.security != NONE else None
    if wanted.security == TLS:
        server: smtplib.SMTP = smtplib.SMTP_SSL(wanted.host, wanted.port, timeout=TIMEOUT, context=context)
    else:
        server = smtplib.SMTP(wanted.host, wanted.port, timeout=TIMEOUT)
    try:
        if wanted.security == STARTTLS:
            server.starttls(context=context)
        if wanted.user:
            server.login(wanted.user, wanted.password)
    except BaseException:
        server.close()
        raise
    return server


def _letter(wanted: MailSettings, to: str, subject: str, text: str) -> EmailMessage:
    if parseaddr(to)[1] != to:
        raise ValueError("not one address")
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = wanted.sender, to, subject
    letter["Date"] = formatdate()
    letter["Message-ID"] = make_msgid(domain=wanted.sender.rpartition("@")[2].strip(" >"))
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(text)
    return letter


def outcome_of(refused: Exception) -> Outcome:
    """What an error of the connection or an answer of the server means for the message."""
    if isinstance(refused, smtplib.SMTPRecipientsRefused):
        status, said = next(iter(refused.recipients.values()))
        return _of_status(status, said)
    if isinstance(refused, smtplib.SMTPDataError):
        return _of_status(refused.smtp_code, refused.smtp_error)
    if isinstance(refused, smtplib.SMTPAuthenticationError):
        return retry("sign_in_refused")
    if isinstance(refused, smtplib.SMTPSenderRefused):
        return retry("sender_refused")
    if isinstance(refused, smtplib.SMTPNotSupportedError):
        return retry("no_encryption")
    if isinstance(refused, ssl.SSLError):
        return retry("certificate")
    return failed("address") if isinstance(refused, ValueError) else retry("unreachable")


def _of_status(status: int, said: bytes | str) -> Outcome:
    """5xx is for good; but 5.7.x speaks of the server's policy, not of the address (RFC 3463)."""
    text = said.decode("ascii", "replace") if isinstance(said, bytes) else said
    if status < 500:
        return retry(f"smtp_{status}")
    return failed(f"smtp_{status}_policy") if text.lstrip().startswith("5.7.") else bounced(f"smtp_{status}")


def check_mail() -> str:
    """Connect and sign in without sending: empty when that works, else the code of what is wrong."""
    wanted = mail_settings()
    if wanted is None:
        return "not_set_up"
    if wanted.problem:
        return wanted.problem
    try:
        with connect(wanted) as server:
            server.noop()
    except (smtplib.SMTPException, OSError) as refused:
        return outcome_of(refused).why
    return ""
