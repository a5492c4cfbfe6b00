"""An offline conversation opens no socket: checked in a process of its own, from its first line."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import socket

class Refused(socket.socket):
    def __init__(self, *args, **kwargs):
        raise AssertionError("a socket was opened")

def refused(*args, **kwargs):
    raise AssertionError("the network was asked")

socket.socket = Refused
socket.create_connection = socket.getaddrinfo = socket.gethostbyname = refused

from empathic_agent import EmpathicAgent

with EmpathicAgent.create() as agent:
    for text in ("hello", "I lost my job.", "I want to kill myself", "Thank you, goodbye."):
        assert agent.invoke(text).reply
print("done")
"""


def test_an_offline_conversation_opens_no_socket() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "done", done.stderr
    assert done.stderr == ""
