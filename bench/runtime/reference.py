"""The shop of shop.ts once more, played the way a plain Python loop plays it.

Every step takes a deep copy of the state before and one after the call and compares them with a recursive difference that
copies both sides at every level. Reads one JSON request per line, answers each with one line; times are taken in here.
"""

import copy
import datetime
import gc
import hashlib
import json
import resource
import sys
import time

MAX_OPEN_ORDERS = 3
MAX_QUANTITY = 20
LOW_STOCK = 5
RETURN_DAYS = 30
SHIPPING_CENTS = 490
FREE_SHIPPING_CENTS = 15000
RESTOCKING_PERCENT = 10


def ok(data):
    return {"success": True, "data": data}


def done(message):
    return {"success": True, "message": message}


def fail(error):
    return {"success": False, "error": error}


class Environment:
    """What the runtime gives to a class: state, clock, ids."""

    def __init__(self, state, seed, start):
        self.state = state
        self.seed = seed
        self.start = datetime.datetime.fromisoformat(start.replace("Z", "+00:00"))
        self.writes = 0
        self.ids = 0

    def now(self):
        moment = self.start + datetime.timedelta(minutes=self.writes)
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")

    def today(self):
        return self.now()[:10]

    def days_between(self, first, second):
        read = lambda when: datetime.datetime.fromisoformat(when.replace("Z", "+00:00"))
        return int((read(second) - read(first)).total_seconds() / 86400)

    def new_id(self, prefix):
        while True:
            text = json.dumps([self.seed, "id", self.ids], separators=(",", ":"))
            self.ids += 1
            fraction = int.from_bytes(hashlib.sha256(text.encode()).digest()[:6], "big") / 2**48
            name = f"{prefix}-{1000 + int(fraction * 9000)}"
            if not any(name in collection for collection in self.state.values()):
                return name


class PartsShop(Environment):
    def find_products(self, category, max_price_cents=None):
        found = [
            product
            for product in self.state["products"].values()
            if product["category"] == category
            and not product["discontinued"]
            and (max_price_cents is None or product["price_cents"] <= max_price_cents)
        ]
        return ok(sorted(found, key=lambda product: (product["price_cents"], product["product_id"])))

    def get_product(self, product_id):
        product = self.state["products"].get(product_id)
        if not product:
            return fail(f"No product {product_id}.")
        return ok({**product, "available": product["stock"] - product["reserved"]})

    def list_low_stock(self):
        low = []
        for product in self.state["products"].values():
            available = product["stock"] - product["reserved"]
            if not product["discontinued"] and available <= LOW_STOCK:
                low.append({"product_id": product["product_id"], "available": available})
        return ok(low)

    def get_customer(self, customer_id):
        customer = self.state["customers"].get(customer_id)
        return ok(customer) if customer else fail(f"No customer {customer_id}.")

    def find_customers(self, name):
        wanted = name.lower()
        found = [one for one in self.state["customers"].values() if wanted in one["name"].lower()]
        if not found:
            return fail(f'No customer is called "{name}".')
        return ok([{"customer_id": one["customer_id"], "name": one["name"]} for one in found])

    def get_order(self, order_id):
        order = self.state["orders"].get(order_id)
        return ok(order) if order else fail(f"No order {order_id}.")

    def list_orders(self, customer_id, status=None):
        if customer_id not in self.state["customers"]:
            return fail(f"No customer {customer_id}.")
        orders = [one for one in self._orders_of(customer_id) if status is None or one["status"] == status]
        orders.sort(key=lambda order: order["order_id"])
        orders.sort(key=lambda order: order["placed"], reverse=True)
        return ok(orders)

    def quote_order(self, order_id):
        order = self.state["orders"].get(order_id)
        if not order:
            return fail(f"No order {order_id}.")
        return ok(self._quote(order))

    def list_returns(self, order_id):
        if order_id not in self.state["orders"]:
            return fail(f"No order {order_id}.")
        return ok([one for one in self.state["returns"].values() if one["order_id"] == order_id])

    def list_coupons(self):
        today = self.today()
        return ok([one for one in self.state["coupons"].values() if one["uses_left"] > 0 and one["valid_until"] >= today])

    def register_customer(self, name, email, city):
        if any(one["email"] == email for one in self.state["customers"].values()):
            return fail(f"There is a customer with the address {email}.")
        customer = {
            "customer_id": self.new_id("C"),
            "name": name,
            "email": email,
            "city": city,
            "level": "basic",
            "credit_cents": 0,
            "blocked": False,
        }
        self.state["customers"][customer["customer_id"]] = customer
        return ok(customer)

    def restock_product(self, product_id, quantity):
        product = self.state["products"].get(product_id)
        if not product:
            return fail(f"No product {product_id}.")
        if product["discontinued"]:
            return fail(f"{product['name']} is discontinued.")
        product["stock"] += quantity
        return ok({"stock": product["stock"]})

    def set_price(self, product_id, price_cents):
        product = self.state["products"].get(product_id)
        if not product:
            return fail(f"No product {product_id}.")
        if product["price_cents"] == price_cents:
            return fail(f"{product['name']} costs {price_cents} already.")
        product["price_cents"] = price_cents
        return done(f"{product['name']} costs {price_cents} from now on.")

    def create_order(self, customer_id, product_id, quantity):
        customer = self.state["customers"].get(customer_id)
        if not customer:
            return fail(f"No customer {customer_id}.")
        if customer["blocked"]:
            return fail(f"{customer['name']} is blocked.")
        open_orders = len([one for one in self._orders_of(customer_id) if one["status"] == "open"])
        if open_orders >= MAX_OPEN_ORDERS:
            return fail(f"{customer['name']} has {open_orders} open orders already.")
        problem = self._cannot_reserve(product_id, quantity)
        if problem:
            return fail(problem)
        line = self._reserve(product_id, quantity)
        order = {
            "order_id": self.new_id("O"),
            "customer_id": customer_id,
            "status": "open",
            "lines": [line],
            "coupon_id": None,
            "paid_cents": 0,
            "placed": self.now(),
            "shipped": None,
        }
        self.state["orders"][order["order_id"]] = order
        return ok(order)

    def add_order_line(self, order_id, product_id, quantity):
        order = self.state["orders"].get(order_id)
        if not order:
            return fail(f"No order {order_id}.")
        if order["status"] != "open":
            return fail(f"Order {order_id} is {order['status']}.")
        known = next((line for line in order["lines"] if line["product_id"] == product_id), None)
        held = known["quantity"] if known else 0
        problem = self._cannot_reserve(product_id, quantity + held, held)
        if problem:
            return fail(problem)
        line = self._reserve(product_id, quantity)
        if known:
            known["quantity"] += quantity
        else:
            order["lines"].append(line)
        return ok(order)

    def remove_order_line(self, order_id, product_id):
        order = self.state["orders"].get(order_id)
        if not order:
            return fail(f"No order {order_id}.")
        if order["status"] != "open":
            return fail(f"Order {order_id} is {order['status']}.")
        line = next((one for one in order["lines"] if one["product_id"] == product_id), None)
        if not line:
            return fail(f"Product {product_id} is not on order {order_id}.")
        if len(order["lines"]) == 1:
            return fail("The last line cannot be removed; cancel the order.")
        self._release(line)
        order["lines"].remove(line)
        return ok(order)

    def apply_coupon(self, order_id, coupon_id):
        order = self.state["orders"].get(order_id)
        if not order:
            return fail(f"No order {order_id}.")
        if order["status"] != "open":
            return fail(f"Order {order_id} is {order['status']}.")
        if order["coupon_id"] is not None:
            return fail(f"Order {order_id} has the coupon {order['coupon_id']}.")
        coupon = self.state["coupons"].get(coupon_id)
        if not coupon:
            return fail(f"No coupon {coupon_id}.")
        if coupon["uses_left"] <= 0:
            return fail(f"Coupon {coupon_id} is used up.")
        if coupon["valid_until"] < self.today():
            return fail(f"Coupon {coupon_id} ended on {coupon['valid_until']}.")
        if self._goods(order) < coupon["minimum_cents"]:
            return fail(f"Coupon {coupon_id} needs {coupon['minimum_cents']} cents of goods.")
        coupon["uses_left"] -= 1
        order["coupon_id"] = coupon_id
        return ok(self._quote(order))

    def pay_order(self, order_id):
        order = self.state["orders"].get(order_id)
        if not order:
            return fail(f"No order {order_id}.")
        if order["status"] != "open":
            return fail(f"Order {order_id} is {order['status']}.")
        customer = self.state["customers"].get(order["customer_id"])
        if not customer:
            return fail(f"Order {order_id} has no customer.")
        total_cents = self._quote(order)["total_cents"]
        if customer["credit_cents"] < total_cents:
            return fail(f"{customer['name']} has {customer['credit_cents']} cents; the order costs {total_cents}.")
        customer["credit_cents"] -= total_cents
        order["paid_cents"] = total_cents
        order["status"] = "paid"
        return ok({"paid_cents": total_cents, "credit_cents": customer["credit_cents"]})

    def ship_order(self, order_id):
        order = self.state["orders"].get(order_id)
        if not order:
            return fail(f"No order {order_id}.")
        if order["status"] != "paid":
            return fail(f"Order {order_id} is {order['status']}, not paid.")
        for line in order["lines"]:
            product = self.state["products"].get(line["product_id"])
            if not product:
                return fail(f"Product {line['product_id']} is gone.")
            if product["stock"] < line["quantity"]:
                return fail(f"Only {product['stock']} of {product['name']} are here.")
        for line in order["lines"]:
            self._release(line)
            self.state["products"][line["product_id"]]["stock"] -= line["quantity"]
        order["status"] = "shipped"
        order["shipped"] = self.now()
        return ok(order)

    def cancel_order(self, order_id):
        order = self.state["orders"].get(order_id)
        if not order:
            return fail(f"No order {order_id}.")
        if order["status"] in ("shipped", "cancelled"):
            return fail(f"Order {order_id} is {order['status']}.")
        for line in order["lines"]:
            self._release(line)
        if order["coupon_id"] is not None:
            self.state["coupons"][order["coupon_id"]]["uses_left"] += 1
        self.state["customers"][order["customer_id"]]["credit_cents"] += order["paid_cents"]
        order["status"] = "cancelled"
        return ok({"refund_cents": order["paid_cents"]})

    def request_return(self, order_id, product_id, quantity, reason):
        order = self.state["orders"].get(order_id)
        if not order:
            return fail(f"No order {order_id}.")
        if order["status"] != "shipped" or order["shipped"] is None:
            return fail(f"Order {order_id} is {order['status']}, not shipped.")
        if self.days_between(order["shipped"], self.now()) > RETURN_DAYS:
            return fail(f"Order {order_id} was shipped too long ago.")
        line = next((one for one in order["lines"] if one["product_id"] == product_id), None)
        if not line:
            return fail(f"Product {product_id} is not on order {order_id}.")
        sent = 0
        for one in self.state["returns"].values():
            if one["order_id"] == order_id and one["product_id"] == product_id:
                sent += one["quantity"]
        if sent + quantity > line["quantity"]:
            return fail(f"Only {line['quantity'] - sent} of {product_id} can be sent back.")
        gross = line["unit_cents"] * quantity
        entry = {
            "return_id": self.new_id("R"),
            "order_id": order_id,
            "product_id": product_id,
            "quantity": quantity,
            "reason": reason,
            "status": "requested",
            "refund_cents": gross - gross * RESTOCKING_PERCENT // 100,
        }
        self.state["returns"][entry["return_id"]] = entry
        return ok(entry)

    def settle_return(self, return_id):
        entry = self.state["returns"].get(return_id)
        if not entry:
            return fail(f"No return {return_id}.")
        if entry["status"] == "settled":
            return fail(f"Return {return_id} is settled.")
        order = self.state["orders"].get(entry["order_id"])
        customer = self.state["customers"].get(order["customer_id"]) if order else None
        product = self.state["products"].get(entry["product_id"])
        if not customer or not product:
            return fail(f"Return {return_id} has lost its order.")
        product["stock"] += entry["quantity"]
        customer["credit_cents"] += entry["refund_cents"]
        entry["status"] = "settled"
        return ok({"refund_cents": entry["refund_cents"]})

    def _orders_of(self, customer_id):
        return [order for order in self.state["orders"].values() if order["customer_id"] == customer_id]

    def _goods(self, order):
        return sum(line["unit_cents"] * line["quantity"] for line in order["lines"])

    def _quote(self, order):
        goods = self._goods(order)
        coupon = self.state["coupons"].get(order["coupon_id"]) if order["coupon_id"] is not None else None
        discount = goods * coupon["percent"] // 100 if coupon else 0
        customer = self.state["customers"].get(order["customer_id"])
        free = (customer and customer["level"] == "trade") or goods - discount >= FREE_SHIPPING_CENTS
        shipping = 0 if free else SHIPPING_CENTS
        return {
            "goods_cents": goods,
            "discount_cents": discount,
            "shipping_cents": shipping,
            "total_cents": goods - discount + shipping,
        }

    def _cannot_reserve(self, product_id, quantity, held=0):
        product = self.state["products"].get(product_id)
        if not product:
            return f"No product {product_id}."
        if product["discontinued"]:
            return f"{product['name']} is discontinued."
        if quantity > MAX_QUANTITY:
            return f"At most {MAX_QUANTITY} of {product['name']} fit into one order."
        available = product["stock"] - product["reserved"] + held
        return f"Only {available} of {product['name']} are available." if available < quantity else ""

    def _reserve(self, product_id, quantity):
        product = self.state["products"][product_id]
        product["reserved"] += quantity
        return {"product_id": product_id, "quantity": quantity, "unit_cents": product["price_cents"]}

    def _release(self, line):
        self.state["products"][line["product_id"]]["reserved"] -= line["quantity"]


def difference(before, after, path=""):
    """What changed between two states; copies both sides at every level."""
    before = copy.deepcopy(before)
    after = copy.deepcopy(after)
    if isinstance(before, dict) and isinstance(after, dict):
        found = []
        for key in before:
            if key not in after:
                found.append({"op": "remove", "path": f"{path}/{key}", "old": before[key]})
            elif isinstance(before[key], dict) and isinstance(after[key], dict):
                found.extend(difference(before[key], after[key], f"{path}/{key}"))
            elif before[key] != after[key]:
                found.append({"op": "replace", "path": f"{path}/{key}", "value": after[key], "old": before[key]})
        for key in after:
            if key not in before:
                found.append({"op": "add", "path": f"{path}/{key}", "value": after[key]})
        return found
    return [] if before == after else [{"op": "replace", "path": path, "value": after, "old": before}]


class Player:
    """An episode, step by step."""

    def __init__(self, begin):
        self.begin = begin
        self.reset()

    def reset(self):
        self.shop = PartsShop(copy.deepcopy(self.begin["state"]), self.begin["seed"], self.begin["start"])

    def call(self, tool, arguments):
        try:
            result = getattr(self.shop, tool)(**arguments)
        except TypeError as error:
            result = fail(str(error))
        if tool in self.begin["writes"] and result["success"]:
            self.shop.writes += 1
        return json.dumps(result)

    def step(self, tool, arguments):
        before = copy.deepcopy(self.shop.state)
        result = self.call(tool, arguments)
        after = copy.deepcopy(self.shop.state)
        return result, difference(before, after)


def new_records(initial, final, collection):
    return [one for key, one in final[collection].items() if key not in initial[collection]]


CHECKS = [
    lambda i, f: any(one["customer_id"] == "C-103" and one["status"] == "shipped" for one in new_records(i, f, "orders")),
    lambda i, f: len(new_records(i, f, "orders")) == 1,
    lambda i, f: f["products"]["P-107"]["stock"] == i["products"]["P-107"]["stock"] + 12,
    lambda i, f: f["customers"]["C-103"]["credit_cents"] < i["customers"]["C-103"]["credit_cents"],
    lambda i, f: any(one["reason"] == "scratched" for one in new_records(i, f, "returns")),
    lambda i, f: f["coupons"]["K-2"]["uses_left"] == i["coupons"]["K-2"]["uses_left"] - 1,
    lambda i, f: all(one["credit_cents"] >= 0 for one in f["customers"].values()),
    lambda i, f: all(0 <= one["reserved"] <= one["stock"] for one in f["products"].values()),
    lambda i, f: any(one["name"] == "Noor Haddad" for one in new_records(i, f, "customers")),
    lambda i, f: f["orders"]["O-2001"] == i["orders"]["O-2001"],
]


def timed(count, work):
    gc.collect()
    begin = time.perf_counter()
    for _ in range(count):
        work()
    return (time.perf_counter() - begin) / count


def main():
    player = None
    begin = None
    for line in sys.stdin:
        request = json.loads(line)
        if request["op"] == "begin":
            begin = request
            player = Player(begin)
            answer = sys.version.split()[0]
        elif request["op"] == "episode":
            player.reset()
            results = [json.loads(player.step(one["tool"], one["arguments"])[0]) for one in begin["calls"]]
            answer = {"state": player.shop.state, "results": results}
            initial, final = begin["state"], player.shop.state
            answer["checks"] = [bool(check(initial, final)) for check in CHECKS]
        else:
            calls, initial = begin["calls"], begin["state"]
            final = player.shop.state

            def play(take, clock=time.perf_counter):
                """Seconds per call of an episode, without its reset."""
                player.reset()
                gc.collect()
                began = clock()
                for one in calls:
                    take(one["tool"], one["arguments"])
                return (clock() - began) / len(calls)

            def mean(count, take, clock=time.perf_counter):
                return sum(play(take, clock) for _ in range(count)) / count

            def judge():
                first, last = copy.deepcopy(initial), copy.deepcopy(final)
                return [check(first, last) for check in CHECKS]

            rounds = request["rounds"]
            answer = {
                "stepCpuMs": mean(rounds, player.step, time.process_time) * 1000,
                "resetMs": timed(rounds, player.reset) * 1000,
                "stepsPerSecond": 1 / mean(rounds, player.step),
                "callsPerSecond": 1 / mean(rounds * 10, player.call),
                "snapshotMs": timed(rounds, lambda: copy.deepcopy(player.shop.state)) * 1000,
                "checksPerSecond": len(CHECKS) / timed(rounds, judge),
                "peakMb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        print(json.dumps(answer), flush=True)


main()
