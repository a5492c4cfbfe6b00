"""Who is met before any model speaks: the crisis gate and helplines."""
