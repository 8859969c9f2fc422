"""Where one machine is not enough: samples on the workers of a Dask cluster (the extra `dask`)."""
