"""E-mail by SMTP. A mail server knows no repetition, so a letter goes out at most once.

Up to the point where the server is given the text, any failure proves that nothing went out; a refusal of the address proves
that nothing will. A connection that ends while the text is under way leaves a doubt. The Message-ID is made from our id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from account_api.gateways.contract import Gateway, InDoubt, Letter, Taken
from account_api.relay import NotSent, Refused

if TYPE_CHECKING:
    import smtplib
    from email.message import EmailMessage

    from account_api.gateways.settings import GatewaySettings

NAME = "smtp"
PERMANENT = 500


def mail_gateway(settings: GatewaySettings) -> Gateway | None:
    """The mail server of these settings; None where no host or no sender is set."""
    if settings.smtp_host is None or settings.smtp_from is None:
        return None
    return Gateway(NAME, lambda letter: _sent(settings, letter), knows_repetition=False)


def _sent(settings: GatewaySettings, letter: Letter) -> Taken:
    if letter.to is None:
        raise Refused("no address")
    message = _message(settings, letter)
    server = _connected(settings)
    try:
        _addressed(server, settings, letter.to)
        _given(server, message)
    finally:
        server.close()
    return Taken(str(message["Message-ID"]))


def _message(settings: GatewaySettings, letter: Letter) -> EmailMessage:
    from email.message import EmailMessage
    from email.policy import SMTP

    sender = settings.smtp_from or ""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender, letter.to, letter.title
    message["Message-ID"] = f"<{letter.id}@{sender.rpartition('@')[2]}>"
    message.set_content(letter.body, cte="base64")
    return message


def _connected(settings: GatewaySettings) -> smtplib.SMTP:
    import smtplib
    import ssl

    host, port, wait = settings.smtp_host or "", settings.smtp_port, settings.smtp_timeout_s
    try:
        if settings.smtp_security == "tls":
            return _signed_in(
                smtplib.SMTP_SSL(host, port, timeout=wait, context=ssl.create_default_context()), settings
            )
        server = smtplib.SMTP(host, port, timeout=wait)
        if settings.smtp_security == "starttls":
            server.starttls(context=ssl.create_default_context())
        return _signed_in(server, settings)
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(type(error).__name__) from None


def _signed_in(server: smtplib.SMTP, settings: GatewaySettings) -> smtplib.SMTP:
    if settings.smtp_user is not None and settings.smtp_password is not None:
        server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
    return server


def _addressed(server: smtplib.SMTP, settings: GatewaySettings, to: str) -> None:
    """MAIL and RCPT: until now nothing is out."""
    import smtplib

    try:
        server.ehlo_or_helo_if_needed()
        for code, _ in (server.mail(settings.smtp_from or ""), server.rcpt(to)):
            if code >= PERMANENT:
                raise Refused(f"status {code}")
            if code >= 400:
                raise NotSent(f"status {code}")
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(type(error).__name__) from None


def _given(server: smtplib.SMTP, message: EmailMessage) -> None:
    import smtplib

    try:
        code, _ = server.data(message.as_bytes())
    except smtplib.SMTPDataError as error:
        raise NotSent(f"status {error.smtp_code}") from None
    except (OSError, smtplib.SMTPException) as error:
        raise InDoubt(type(error).__name__) from None
    if code >= PERMANENT:
        raise Refused(f"status {code}")
    if code >= 400:
        raise NotSent(f"status {code}")
