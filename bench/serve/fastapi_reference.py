"""The shop of bench/runtime behind a plain FastAPI server with uvicorn: sessions, reset, step, close. See reference.py for its pipes."""

import io
import json
import socket
import sys
import uuid
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel

begin = json.loads(sys.stdin.readline())
# The module plays episodes from standard input when it is loaded: there are none.
sys.stdin = io.StringIO("")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "runtime"))
from reference import Player  # noqa: E402

app = FastAPI()
players = {}


class Step(BaseModel):
    session: str
    tool: str
    arguments: dict


class Session(BaseModel):
    session: str


@app.post("/reset")
async def reset():
    session = uuid.uuid4().hex
    players[session] = Player(begin)
    return {"session": session}


@app.post("/step")
async def step(body: Step):
    return {"result": json.loads(players[body.session].call(body.tool, body.arguments))}


@app.post("/close")
async def close(body: Session):
    players.pop(body.session, None)
    return {}


listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen(1024)
print(json.dumps({"url": f"http://127.0.0.1:{listener.getsockname()[1]}", "version": sys.version.split()[0]}), flush=True)
uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False)).run(sockets=[listener])
