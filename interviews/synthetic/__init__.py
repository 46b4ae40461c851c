"""A candidate made of code: opens a link, consents and takes the interview over the network, as a browser would.

A client only: it knows the pages and the live protocol, and nothing of the database behind them.
"""
