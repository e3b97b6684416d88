import config  # the inference server has one too
import flask  # so is an installed package, which the server uses
import helpers.deep
import settings
import utils


def init():
    pass


def run(data):
    return {module.__name__: module.ORIGIN for module in (config, flask, helpers.deep, settings, utils)}
