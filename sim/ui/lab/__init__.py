"""JupyterLab and Voila as `cleanclaim lab` starts them."""
