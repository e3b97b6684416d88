import asyncio


async def answer(text):
    await asyncio.sleep(0)
    return text


def init():
    global initialized
    initialized = asyncio.get_event_loop().run_until_complete(answer("init"))


def run(data):
    return [initialized, asyncio.get_event_loop().run_until_complete(answer("run"))]
