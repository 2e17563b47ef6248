"""Run as a process of its own: guess the password of one account, or one code of its app, so many times."""

import sys

import django


def guess(name: str, times: int, password: str) -> None:
    from django.test import Client

    for number in range(times):
        client = Client()
        client.post("/sign-in/", {"username": name, "password": password or f"guess {number}"})
        if password:
            client.post("/sign-in/code/", {"code": f"{number:06}"})


if __name__ == "__main__":
    django.setup()
    guess(sys.argv[1], int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "")
