import logging
import sys
import threading

logger = logging.getLogger(__name__)


def init():
    print("init prints")
    logger.info("init logs")


def run(data):
    print("run", "prints", sep="-")
    print("to standard error", file=sys.stderr)
    logger.debug("run debugs")
    logger.info("run logs")
    logging.warning("run warns")
    thread = threading.Thread(target=lambda: logging.error("a thread of the script logs"))
    thread.start()
    thread.join()
    return {"secret": data}
