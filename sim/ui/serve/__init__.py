"""The desks for a class or a clinic: one web server without kernels, `cleanclaim serve`."""
