"""A chat endpoint with a fixed answer time: `python -m evals.bench.server SECONDS` prints its port."""

from __future__ import annotations

import asyncio
import json
import sys


async def main(seconds: float) -> None:
    """Serve until killed."""
    server = await asyncio.start_server(lambda r, w: _answer(r, w, seconds), "127.0.0.1", 0, backlog=256)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seconds: float) -> None:
    """Says the last word back, after a while."""
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            length = next(
                int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-l")
            )
            asked = json.loads(await reader.readexactly(length))
            await asyncio.sleep(seconds)
            body = json.dumps(_completion(asked["messages"][-1]["content"].split()[-1])).encode()
            header = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
            writer.write(header.encode() + body)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


def _completion(word: str) -> dict[str, object]:
    message = {"role": "assistant", "content": word}
    usage = {"prompt_tokens": 5, "completion_tokens": 1, "total_tokens": 6}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return {"id": "1", "object": "chat.completion", "created": 0, "model": "local", "choices": [choice], "usage": usage}


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1])))
