"""A mail server for the tests: aiosmtpd, which keeps what it takes and behaves as the file `mode` beside it says.

    mail_server.py FOLDER KIND USER PASSWORD        KIND: starttls, implicit, bare (offers no encryption)

Says its port on its first line, and goes on until its standard input ends.
"""
import asyncio
import itertools
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

FOLDER, KIND, USER, PASSWORD = pathlib.Path(sys.argv[1]), *sys.argv[2:5]
NUMBERS = itertools.count(1)


def mode():
    return (FOLDER / "mode").read_text().strip()


def note(words):
    with open(FOLDER / "heard", "a", encoding="utf-8") as heard:
        heard.write(words + "\n")


class Keeper:
    async def handle_MAIL(self, server, session, envelope, address, options):
        note(f"MAIL {address}")
        if mode() == "no_sender":
            return "553 5.7.1 not in that name"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        note(f"RCPT {address}")
        if mode() == "later":
            return "451 4.3.0 come again"
        if mode() == "unknown":
            return "550 5.1.1 no such mailbox"
        if mode() == "no_relay":
            return "554 5.7.1 relay access denied"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        note("DATA")
        if mode() == "reject":
            return "554 5.6.0 not this"
        if mode() == "cut":
            server.transport.abort()
            return "250 nobody hears this"
        if mode().startswith("slow "):
            await asyncio.sleep(float(mode().split()[1]))
        number = next(NUMBERS)
        to = ", ".join(envelope.rcpt_tos)
        (FOLDER / f"{number:04}.eml").write_bytes(f"X-To: {to}\r\n".encode() + envelope.content)
        if mode().startswith("taken_slowly "):
            await asyncio.sleep(float(mode().split()[1]))
        return "250 taken"


def admits(server, session, envelope, mechanism, data):
    given = (data.login.decode(), data.password.decode())
    return AuthResult(success=given == (USER, PASSWORD), handled=False)


async def main():
    context = None
    if KIND != "bare":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(FOLDER / "server.pem", FOLDER / "server.key")

    def session():
        starttls = KIND == "starttls"
        return SMTP(
            Keeper(),
            hostname="correo.prueba",
            tls_context=context if starttls else None,
            require_starttls=starttls,
            auth_required=bool(USER),
            auth_require_tls=starttls,
            authenticator=admits if USER else None,
        )

    loop = asyncio.get_running_loop()
    server = await loop.create_server(session, "127.0.0.1", 0, ssl=context if KIND == "implicit" else None)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
