/**
 * First versions whose wheels work with NumPy 2, of packages whose metadata let earlier ones be installed beside it: these fail
 * when they are imported ("numpy.dtype size changed"). As of November 2026; all but torch were tried with NumPy 2.0.2.
 * @see https://github.com/numpy/numpy/issues/26191
 */
export const BUILT_FOR_NUMPY_1: ReadonlyMap<string, string> = new Map([
  ["catboost", "1.2.8"],
  ["h5py", "3.11.0"],
  ["matplotlib", "3.8.4"],
  ["onnxruntime", "1.19.0"],
  ["opencv-python", "4.10.0.84"],
  ["opencv-python-headless", "4.10.0.84"],
  ["pandas", "2.2.2"],
  ["pyarrow", "16.0.0"],
  ["scikit-learn", "1.4.2"],
  ["scipy", "1.13.0"],
  ["statsmodels", "0.14.2"],
  ["torch", "2.3.0"],
]);
