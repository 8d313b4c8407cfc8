"""A client of a Jupyter kernel, and what cases of the protocol are made of."""
import time

CASES = []


def case(function):
    CASES.append(function)
    return function


class Session:
    """A kernel and a client, and what one request brought back."""

    def __init__(self, name):
        from jupyter_client.manager import start_new_kernel
        self.name = name
        self.manager, self.client = start_new_kernel(kernel_name=name, startup_timeout=30)

    def close(self):
        self.client.stop_channels()
        if self.manager.is_alive():
            self.manager.shutdown_kernel(now=True)

    def reply(self, request, timeout=20, channel="shell"):
        end = time.monotonic() + timeout
        while True:
            message = getattr(self.client, f"get_{channel}_msg")(timeout=max(0.01, end - time.monotonic()))
            if message["parent_header"].get("msg_id") == request:
                return message

    def iopub(self, request, timeout=20, until=lambda m: state_of(m) == "idle"):
        """The iopub messages of one request, up to its idle status."""
        got = []
        end = time.monotonic() + timeout
        while True:
            message = self.client.get_iopub_msg(timeout=max(0.01, end - time.monotonic()))
            if message["parent_header"].get("msg_id") != request:
                continue
            got.append(message)
            if until(message):
                return got

    def run(self, code, timeout=20, **options):
        request = self.client.execute(code, **options)
        published = self.iopub(request, timeout)
        return self.reply(request, timeout), published

    def send(self, kind, content, channel="shell"):
        message = self.client.session.msg(kind, content)
        getattr(self.client, channel + "_channel").send(message)
        return message["header"]["msg_id"]

    def ask(self, kind, content, channel="shell"):
        return self.reply(self.send(kind, content, channel), channel=channel)


def state_of(message):
    return message["content"].get("execution_state") if message["msg_type"] == "status" else None


def of(messages, kind):
    return [m["content"] for m in messages if m["msg_type"] == kind]


def text_of(messages, stream):
    return "".join(c["text"] for c in of(messages, "stream") if c["name"] == stream)


def plain(messages):
    return [c["data"]["text/plain"] for c in of(messages, "execute_result")]


def same(actual, expected):
    assert actual == expected, f"expected {expected!r}, got {actual!r}"


def holds(text, part):
    assert part in text, f"{part!r} is not in {text!r}"
