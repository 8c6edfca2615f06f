"""Engines that go astray, for the tests of what goes on without them."""
