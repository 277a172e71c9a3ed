"""Where a build project's buildspec pushes images to: pure functions, which run nothing."""
