import decimal


def init():
    decimal.getcontext().prec = 3


def run(data):
    return str(decimal.Decimal(1) / 3)
