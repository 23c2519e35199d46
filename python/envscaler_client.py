"""Plays the environments of ``envscaler serve`` from Python. Standard library alone, Python 3.9 or later.

    client = Client("http://127.0.0.1:8080")
    with client.begin("library", scenario_id="library/001") as episode:
        print(episode.prompt())
        print(episode.call("find_books", {"title": "Emma"}).text)
        print(episode.submit("Done.").reward)

For trainers: ``trl_environments`` and ``trl_reward`` (TRL), ``VerlTool`` and ``compute_score`` (verl), ``load_environment``
(verifiers). The server speaks the Open Reward Standard; rewards are computed there, and an agent never sees the checks.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import keyword
import os
import re
import threading
import urllib.error
import urllib.parse
import urllib.request
import uuid
from dataclasses import dataclass
from typing import Any, Callable, Dict, Iterator, List, Literal, Mapping, Optional, Sequence, Tuple, Union

__all__ = [
    "CallResult",
    "Client",
    "EnvScalerError",
    "Episode",
    "Tool",
    "VerlTool",
    "compute_score",
    "json_schema",
    "load_environment",
    "trl_environments",
    "trl_reward",
    "use_exact_schemas",
]

Json = Any


class EnvScalerError(RuntimeError):
    """The server refused, or is not there. ``status`` is the HTTP status, 0 where there was no answer."""

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class Tool:
    """A tool as an agent sees it; ``parameters`` is a JSON Schema of type object."""

    name: str
    description: str
    parameters: Mapping[str, Any]

    def function(self) -> Dict[str, Any]:
        """The tool in the form of the OpenAI API, as chat templates take it."""
        return {
            "type": "function",
            "function": {"name": self.name, "description": self.description, "parameters": dict(self.parameters)},
        }


@dataclass(frozen=True)
class CallResult:
    """What came of a call. ``reward`` is there only where this call ended the episode and the episode could be scored."""

    text: str
    reward: Optional[float]
    finished: bool
    metadata: Mapping[str, Any]

    def value(self) -> Json:
        """The result as JSON: ``success``, and ``data``, ``message`` or ``error``."""
        return json.loads(self.text)


class Client:
    """A server. ``token`` is what it was started with, if any; ``timeout`` is in seconds and counts between two signs of life."""

    def __init__(self, base_url: Optional[str] = None, *, token: Optional[str] = None, timeout: float = 60.0) -> None:
        self.base_url = (base_url or os.environ.get("ENVSCALER_URL") or "http://127.0.0.1:8080").rstrip("/")
        self.token = token or os.environ.get("ENVSCALER_TOKEN")
        self.timeout = timeout

    def environments(self) -> List[str]:
        return list(self._json("GET", "/list_environments"))

    def tools(self, env_id: str, *, episode_tools: bool = False) -> List[Tool]:
        """The tools of an environment. Those of the episode itself (to submit, to ask the user) are left out unless wanted."""
        found = self._json("GET", f"/{_quoted(env_id)}/tools")["tools"]
        tools = [Tool(one["name"], one["description"], one["input_schema"]) for one in found]
        if episode_tools:
            return tools
        own = {submit_name(tools), ask_name(tools)}
        return [tool for tool in tools if tool.name not in own]

    def splits(self, env_id: str) -> List[str]:
        return [one["name"] for one in self._json("GET", f"/{_quoted(env_id)}/splits")]

    def tasks(self, env_id: str, split: Optional[str] = None) -> List[Dict[str, Any]]:
        """What the environment's scenarios are: ``scenario_id``, ``scenario_hash``, ``task`` and more."""
        names = [split] if split is not None else self.splits(env_id)
        return [task for name in names for task in self._json("POST", f"/{_quoted(env_id)}/tasks", {"split": name})["tasks"]]

    def begin(
        self, env_id: str, *, scenario_id: Optional[str] = None, scenario_hash: Optional[str] = None
    ) -> "Episode":
        """A new episode. A hash that the server does not have is an error: the row is of another version."""
        sid = _last_event(self._stream("/create_session", {}, {}))[0]
        spec = {"scenario_id": scenario_id, "scenario_hash": scenario_hash}
        body = {"env_name": env_id, "task_spec": {key: value for key, value in spec.items() if value is not None}}
        self._json("POST", "/create", body, {"X-Session-ID": sid})
        return Episode(self, env_id, sid)

    def attach(self, env_id: str, session_id: str) -> "Episode":
        """An episode that goes on, begun elsewhere."""
        return Episode(self, env_id, session_id)

    def _request(self, method: str, path: str, body: Json, headers: Mapping[str, str]) -> urllib.request.Request:
        request = urllib.request.Request(self.base_url + path, method=method)
        if body is not None:
            request.data = json.dumps(body).encode("utf-8")
            request.add_header("Content-Type", "application/json")
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        for name, value in headers.items():
            request.add_header(name, value)
        return request

    def _open(self, method: str, path: str, body: Json, headers: Mapping[str, str]) -> Any:
        try:
            return urllib.request.urlopen(self._request(method, path, body, headers), timeout=self.timeout)
        except urllib.error.HTTPError as error:
            raise EnvScalerError(f"{method} {path}: {_detail(error)}", error.code) from None
        except urllib.error.URLError as error:
            raise EnvScalerError(
                f"No answer from {self.base_url} ({error.reason}). Start one with: envscaler serve --from BUNDLE"
            ) from None

    def _json(self, method: str, path: str, body: Json = None, headers: Optional[Mapping[str, str]] = None) -> Json:
        with self._open(method, path, body, headers or {}) as answer:
            return json.loads(answer.read().decode("utf-8"))

    def _stream(self, path: str, body: Json, headers: Mapping[str, str]) -> Iterator[Tuple[str, str]]:
        """Server-sent events as (event, data)."""
        with self._open("POST", path, body, headers) as answer:
            event, data = "message", []  # type: str, List[str]
            for raw in answer:
                line = raw.decode("utf-8").rstrip("\r\n")
                if line == "":
                    if data:
                        yield event, "\n".join(data)
                    event, data = "message", []
                elif line.startswith("event:"):
                    event = line[6:].strip()
                elif line.startswith("data:"):
                    data.append(line[6:] if line.startswith("data: ") else line[5:])


class Episode:
    """One play of a scenario. Calls of one episode are made in order, whatever thread they come from."""

    def __init__(self, client: Client, env_id: str, session_id: str) -> None:
        self.client = client
        self.env_id = env_id
        self.session_id = session_id
        self.reward: Optional[float] = None
        self.finished = False
        self.metadata: Mapping[str, Any] = {}
        self._lock = threading.Lock()
        self._tools: Optional[List[Tool]] = None

    def __enter__(self) -> "Episode":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def prompt(self) -> str:
        """What the agent is told: the system it works in, how to end, and the task."""
        blocks = self.client._json("GET", self._path("prompt"), headers=self._headers())
        return "".join(block["text"] for block in blocks)

    def tools(self) -> List[Tool]:
        """The tools of this episode, with those to submit and, where there is a user, to ask."""
        if self._tools is None:
            found = self.client._json("GET", self._path("task_tools"), headers=self._headers())["tools"]
            self._tools = [Tool(one["name"], one["description"], one["input_schema"]) for one in found]
        return self._tools

    def call(self, name: str, arguments: Mapping[str, Any]) -> CallResult:
        """Calls a tool. A refusal is a result like any other; an episode that is over is an EnvScalerError."""
        with self._lock:
            answer = self._answer({"name": name, "input": dict(arguments)})
        if not answer.get("ok"):
            raise EnvScalerError(f"{name}: {answer.get('error')}", 400)
        output = answer["output"]
        text = "".join(block.get("text", "") for block in output["blocks"])
        result = CallResult(text, output["reward"], bool(output["finished"]), output["metadata"] or {})
        if result.finished:
            self.finished, self.reward, self.metadata = True, result.reward, result.metadata
        return result

    def submit(self, answer: str = "") -> CallResult:
        """Ends the episode with the agent's last words, and scores it."""
        return self.call(submit_name(self.tools()), {"answer": answer} if answer else {})

    def close(self) -> None:
        """Frees the episode on the server. Nothing happens where it is gone already."""
        try:
            self.client._json("POST", "/delete", {}, self._headers())
        except EnvScalerError as error:
            if error.status not in (0, 404):
                raise

    def _path(self, leaf: str) -> str:
        return f"/{_quoted(self.env_id)}/{leaf}"

    def _headers(self) -> Dict[str, str]:
        return {"X-Session-ID": self.session_id}

    def _answer(self, body: Dict[str, Any], tries: int = 3) -> Dict[str, Any]:
        """The answer of a call. After a broken connection it is asked for again by its id, so that no call is made twice."""
        pieces: List[str] = []
        task_id = body.get("task_id")
        try:
            for event, data in self.client._stream(self._path("call"), body, self._headers()):
                if event == "task_id":
                    task_id = data
                elif event == "error":
                    raise EnvScalerError(data, 400)
                elif event in ("chunk", "end"):
                    pieces.append(data)
                    if event == "end":
                        return json.loads("".join(pieces))
        except OSError as broken:
            if task_id is None or tries <= 1:
                raise EnvScalerError(f"The connection to {self.client.base_url} broke: {broken}") from None
        if task_id is None or tries <= 1:
            raise EnvScalerError("The answer of a call ended early.")
        return self._answer({**body, "task_id": task_id}, tries - 1)


def submit_name(tools: Sequence[Tool]) -> str:
    """How the tool that ends the episode is called: an environment may have a tool ``submit`` of its own."""
    return "submit_episode" if any(tool.name == "submit_episode" for tool in tools) else "submit"


def ask_name(tools: Sequence[Tool]) -> str:
    return "ask_the_user" if any(tool.name == "ask_the_user" for tool in tools) else "ask_user"


def _quoted(text: str) -> str:
    return urllib.parse.quote(text, safe="")


def _detail(error: urllib.error.HTTPError) -> str:
    text = error.read().decode("utf-8", "replace")
    try:
        return str(json.loads(text)["detail"])
    except (ValueError, KeyError, TypeError):
        return text[:300] or str(error.reason)


def _last_event(events: Iterator[Tuple[str, str]]) -> Tuple[str, str]:
    """The data of the first event and of the last."""
    found = [data for _, data in events]
    if not found:
        raise EnvScalerError("The server sent nothing.")
    return found[0], found[-1]


# --- TRL -----------------------------------------------------------------------------------------------------------------

_reserved = {"reset", "get_reward", "close"}


def trl_environments(client: Client, env_ids: Optional[Sequence[str]] = None) -> Dict[str, type]:
    """For ``GRPOTrainer(environment_factory=...)``: a class for each environment, by the names in the column ``environment``."""
    return {env_id: trl_environment(client, env_id, client.tools(env_id)) for env_id in env_ids or client.environments()}


def trl_environment(client: Client, env_id: str, tools: Sequence[Tool]) -> type:
    """A class whose public methods are the tools, with signatures and docstrings from which TRL derives their schemas."""

    def reset(self: Any, **row: Any) -> None:
        if self.episode is not None:
            self.episode.close()
        self.episode = client.begin(env_id, scenario_id=row.get("scenario_id"), scenario_hash=row.get("scenario_hash"))

    def initialise(self: Any) -> None:
        self.episode = None

    members: Dict[str, Any] = {"__init__": initialise, "reset": reset, "__doc__": f"The environment {env_id}."}
    for tool in tools:
        if tool.name in _reserved or not tool.name.isidentifier() or tool.name.startswith("_"):
            raise EnvScalerError(f"{env_id}: a tool cannot be called {tool.name} in TRL.")
        members[tool.name] = _method(tool)
    return type("".join(part.capitalize() for part in re.split(r"\W+", env_id)) or "Environment", (), members)


def trl_reward(completions: Sequence[Any], environments: Sequence[Any], **_: Any) -> List[Optional[float]]:
    """For ``GRPOTrainer(reward_funcs=...)``: ends each episode with the agent's last message. None where it could not be scored."""
    rewards: List[Optional[float]] = []
    for completion, environment in zip(completions, environments):
        episode: Optional[Episode] = environment.episode
        if episode is None:
            raise EnvScalerError("An environment was scored before it was reset.")
        if not episode.finished:
            episode.submit(_last_message(completion))
        rewards.append(episode.reward)
        episode.close()
    return rewards


def json_schema(method: Callable[..., Any]) -> Dict[str, Any]:
    """The very schema of the tool that a method was made from, in the form of the OpenAI API."""
    tool: Tool = getattr(method, "envscaler_tool")
    return tool.function()


def use_exact_schemas() -> None:
    """
    Lets transformers take the very schemas of tools. Its own derivation from signatures knows no ``additionalProperties``, formats,
    bounds and nested fields; here these stand in the docstrings as well, but a template shows the schema.
    """
    from transformers.utils import chat_template_utils  # type: ignore[import-not-found]

    derive = chat_template_utils.get_json_schema
    if getattr(derive, "envscaler", False):
        return

    def get_json_schema(function: Callable[..., Any]) -> Dict[str, Any]:
        return json_schema(function) if hasattr(function, "envscaler_tool") else derive(function)

    get_json_schema.envscaler = True  # type: ignore[attr-defined]
    chat_template_utils.get_json_schema = get_json_schema


def _method(tool: Tool) -> Callable[..., str]:
    properties: Mapping[str, Any] = tool.parameters.get("properties", {})
    required = set(tool.parameters.get("required", ()))
    spelt = {(f"{name}_" if keyword.iskeyword(name) else name): name for name in properties}

    def method(self: Any, **arguments: Any) -> str:
        if self.episode is None:
            raise EnvScalerError("Reset the environment first.")
        given = {spelt.get(name, name): value for name, value in arguments.items()}
        # What a model left out comes as None: it counts as left out, where the tool takes no null.
        sent = {name: value for name, value in given.items() if value is not None or _takes_null(properties.get(name))}
        return self.episode.call(tool.name, sent).text

    parameters = [inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD)]
    annotations: Dict[str, Any] = {"return": str}
    lines: List[str] = []
    for name in sorted(spelt, key=lambda one: spelt[one] not in required):
        schema = properties[spelt[name]]
        hint = _type_hint(schema)
        annotations[name] = hint if spelt[name] in required else Optional[hint]
        default = inspect.Parameter.empty if spelt[name] in required else None
        kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
        parameters.append(inspect.Parameter(name, kind, default=default, annotation=annotations[name]))
        lines.append(f"    {name}: {_one_line(_described(schema))}")
    method.__name__ = method.__qualname__ = tool.name
    method.__annotations__ = annotations
    method.__signature__ = inspect.Signature(parameters, return_annotation=str)  # type: ignore[attr-defined]
    arguments = "\n\nArgs:\n" + "\n".join(lines) if lines else ""
    method.__doc__ = f"{_one_line(tool.description)}{arguments}\n\nReturns:\n    The result as JSON text."
    method.envscaler_tool = tool  # type: ignore[attr-defined]
    return method


_types: Dict[str, Any] = {"string": str, "integer": int, "number": float, "boolean": bool, "null": type(None)}


def _type_hint(schema: Mapping[str, Any]) -> Any:
    if "enum" in schema:
        return Literal[tuple(schema["enum"])]
    for union in ("anyOf", "oneOf"):
        if union in schema:
            return Union[tuple(_type_hint(member) for member in schema[union])]
    kind = schema.get("type")
    if isinstance(kind, list):
        return Union[tuple(_type_hint({**schema, "type": one}) for one in kind)]
    if kind == "array":
        return List[_type_hint(schema["items"])] if "items" in schema else list  # type: ignore[misc]
    return _types.get(str(kind), dict)


def _takes_null(schema: Any) -> bool:
    return '"null"' in json.dumps(schema)


_said_elsewhere = {"type", "description", "enum", "anyOf", "oneOf"}


def _described(schema: Mapping[str, Any]) -> str:
    """The description, and what a signature cannot say."""
    rest = {key: value for key, value in schema.items() if key not in _said_elsewhere}
    if "properties" not in json.dumps(rest.get("items", {})) and set(rest.get("items", {})) <= {"type"}:
        rest.pop("items", None)
    said = str(schema.get("description", "")).strip()
    return f"{said} JSON Schema: {json.dumps(rest, ensure_ascii=False)}".strip() if rest else said or "An argument."


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _last_message(completion: Any) -> str:
    """The words of the agent's last message; a completion is a text or a list of messages."""
    if isinstance(completion, str):
        return last_words(completion)
    for message in reversed(list(completion)):
        if message.get("role") == "assistant":
            return last_words(str(message.get("content") or ""))
    return ""


def last_words(text: str) -> str:
    """What was said after the last result of a tool, without reasoning and the marks of templates."""
    text = text.rsplit("</tool_response>", 1)[-1]
    text = re.sub(r"<think>.*?(</think>|\Z)", "", text, flags=re.S)
    text = re.sub(r"<\|im_start\|>|<\|im_end\|>|<\|endoftext\|>", "", text)
    text = re.sub(r"<tool_call>.*?(</tool_call>|\Z)", "", text, flags=re.S)
    return re.sub(r"^\s*(assistant\s*\n)?", "", text).strip()


# --- verl ----------------------------------------------------------------------------------------------------------------

try:
    from verl.tools.base_tool import BaseTool as _VerlBase  # type: ignore[import-not-found]
    from verl.tools.schemas import ToolResponse as _ToolResponse  # type: ignore[import-not-found]
except ImportError:

    class _VerlBase:  # type: ignore[no-redef]
        """Stands in where verl is not installed."""

        def __init__(self, config: Mapping[str, Any], tool_schema: Any) -> None:
            self.config = config
            self.tool_schema = tool_schema

    @dataclass
    class _ToolResponse:  # type: ignore[no-redef]
        text: str = ""


_session_field = "envscaler_session"
_reward_field = "envscaler_reward"
_verl_locks: Dict[str, asyncio.Lock] = {}


class VerlTool(_VerlBase):
    """
    A tool in a tool file of verl. verl makes one anew for every call, so the episode hangs on the trajectory (``agent_data``): the
    first call begins it, by ``tools_kwargs.envscaler.create_kwargs`` of the row.
    """

    async def create(self, instance_id: Optional[str] = None, **_: Any) -> Tuple[str, Any]:
        return instance_id or uuid.uuid4().hex, _ToolResponse()

    async def execute(self, instance_id: str, parameters: Mapping[str, Any], **kwargs: Any) -> Tuple[Any, float, Dict[str, Any]]:
        agent_data = kwargs["agent_data"]
        key = str(getattr(agent_data, "request_id", id(agent_data)))
        # Parallel calls of a turn are made in their order; the first of them begins the episode.
        async with _verl_locks.setdefault(key, asyncio.Lock()):
            try:
                result = await asyncio.to_thread(self._call, agent_data, parameters)
            except EnvScalerError as error:
                if error.status == 0:
                    raise
                return _ToolResponse(text=json.dumps({"success": False, "error": str(error)})), 0.0, {}
        return _ToolResponse(text=result.text), 0.0, {}

    async def calc_reward(self, instance_id: str, **_: Any) -> float:
        return 0.0

    async def release(self, instance_id: str, **_: Any) -> None:
        return None

    def _call(self, agent_data: Any, parameters: Mapping[str, Any]) -> CallResult:
        client = Client(self.config.get("base_url"))
        fields = agent_data.extra_fields
        row = agent_data.tools_kwargs["envscaler"]["create_kwargs"]
        if _session_field not in fields:
            begun = client.begin(row["env_id"], scenario_id=row["scenario_id"], scenario_hash=row.get("scenario_hash"))
            fields[_session_field] = begun.session_id
        result = client.attach(row["env_id"], fields[_session_field]).call(self.config["tool"], parameters)
        if result.finished:
            fields[_reward_field] = result.reward
        return result


def compute_score(
    data_source: str, solution_str: str, ground_truth: str, extra_info: Optional[Mapping[str, Any]] = None, **_: Any
) -> Dict[str, float]:
    """
    For ``custom_reward_function``: ends the episode of a trajectory with the agent's last words. Without a call none was begun,
    which earns what doing nothing earns. An episode that could not be scored has ``unscored`` 1: leave such rows out.
    """
    info = dict(extra_info or {})
    reward = info.get(_reward_field)
    if reward is None:
        row = info["tools_kwargs"]["envscaler"]["create_kwargs"]
        client = Client()
        session = info.get(_session_field)
        episode = (
            client.attach(row["env_id"], session)
            if session
            else client.begin(row["env_id"], scenario_id=row["scenario_id"], scenario_hash=row.get("scenario_hash"))
        )
        with episode:
            reward = episode.submit(last_words(solution_str)).reward
    return {"score": float(reward or 0.0), "unscored": float(reward is None)}


# --- verifiers -----------------------------------------------------------------------------------------------------------


def load_environment(
    base_url: Optional[str] = None, env_ids: Optional[Sequence[str]] = None, split: str = "train", max_turns: int = 30
) -> Any:
    """A verifiers environment (``MultiTurnEnv``) over the scenarios of a server; each row has the tools of its environment."""
    import verifiers as vf  # type: ignore[import-not-found]
    from datasets import Dataset  # type: ignore[import-not-found]

    client = Client(base_url)
    chosen = [one for one in env_ids or client.environments() if split in client.splits(one)]
    tools = {one: [tool.function() for tool in client.tools(one, episode_tools=True)] for one in chosen}
    rows = [
        {
            "question": task["task"],
            "info": json.dumps({**{key: task[key] for key in ("scenario_id", "scenario_hash")}, "env_id": one, "oai_tools": tools[one]}),
        }
        for one in chosen
        for task in client.tasks(one, split)
    ]

    class EnvScalerEnv(vf.MultiTurnEnv):  # type: ignore[misc]
        async def setup_state(self, state: Any, **_: Any) -> Any:
            info = state["info"] if isinstance(state["info"], dict) else json.loads(state["info"])
            names = {key: info[key] for key in ("scenario_id", "scenario_hash")}
            state["episode"] = await asyncio.to_thread(lambda: client.begin(info["env_id"], **names))
            state["info"] = info
            return state

        async def env_response(self, messages: Any, state: Any, **_: Any) -> List[Dict[str, Any]]:
            answers: List[Dict[str, Any]] = []
            for call in messages[-1].get("tool_calls") or []:
                function = call["function"] if isinstance(call, dict) else call.function.model_dump()
                call_id = call["id"] if isinstance(call, dict) else call.id
                text = await asyncio.to_thread(_verifiers_call, state["episode"], function)
                answers.append({"role": "tool", "tool_call_id": call_id, "content": text})
            return answers

        @vf.stop  # type: ignore[misc]
        async def said_without_call(self, state: Any, **_: Any) -> bool:
            episode: Episode = state["episode"]
            last = state["trajectory"][-1]["completion"][-1] if state.get("trajectory") else {}
            return episode.finished or (bool(last) and not last.get("tool_calls"))

    async def reward(completion: Any, state: Any, **_: Any) -> float:
        episode: Episode = state["episode"]
        if not episode.finished:
            await asyncio.to_thread(episode.submit, _last_message(completion))
        await asyncio.to_thread(episode.close)
        if episode.reward is None:
            raise EnvScalerError("The episode could not be scored.")
        return episode.reward

    return EnvScalerEnv(dataset=Dataset.from_list(rows), rubric=vf.Rubric(funcs=[reward], weights=[1.0]), max_turns=max_turns)


def _verifiers_call(episode: Episode, function: Mapping[str, Any]) -> str:
    try:
        return episode.call(function["name"], json.loads(function["arguments"] or "{}")).text
    except ValueError as error:
        return json.dumps({"success": False, "error": f"The arguments are not JSON: {error}"})
    except EnvScalerError as error:
        if error.status == 0:
            raise
        return json.dumps({"success": False, "error": str(error)})
