"""Where everything is put together: settings, addresses, the API, the command line. Only config knows every room."""
