// Made by scripts/known-packages.py: do not edit.

/** Date of the newest upload that counted: what came later is not judged. */
export const PACKAGE_TABLE_DATE = "2026-11-23";

/**
 * What the index has. A line without indent: the name of a package, and those of its minor series that may get another release
 * although there are newer ones. An indented line: for Python 3.10, 3.11, 3.12, 3.13 each a wheel (w), a source
 * only (s), or nothing (-), then the versions (* withdrawn), then what they need of the other packages.
 */
export const PACKAGE_TABLE = `
attrs 24.3 25.1 25.2 25.3 25.4
  wwww 15.0.0 15.1.0 15.2.0 16.0.0 16.1.0 16.2.0 16.3.0 17.1.0 17.2.0 17.3.0 17.4.0 18.1.0 18.2.0 19.1.0 19.2.0 19.3.0 20.1.0 20.2.0 20.3.0 21.1.0* 21.2.0 21.3.0 21.4.0 22.1.0 22.2.0 23.1.0 23.2.0 24.1.0 24.2.0 24.3.0 25.1.0 25.2.0 25.3.0 25.4.0 26.1.0
azure-core 1.33 1.34 1.35 1.36 1.37 1.38 1.39 1.40
  wwww 1.0.0 1.1.0 1.1.1 1.2.0 1.2.1 1.2.2 1.3.0 1.4.0 1.5.0 1.6.0 1.7.0 1.8.0 1.8.1 1.8.2 1.9.0 1.10.0 | requests >=2.18.4; six >=1.6
  wwww 1.11.0 1.12.0 1.13.0 1.14.0 1.15.0 1.16.0 1.17.0 1.18.0 1.19.0 1.19.1 1.20.0 1.20.1 1.21.0 1.21.1 1.22.0* 1.22.1 | requests >=2.18.4; six >=1.11.0
  wwww 1.23.0 1.23.1 1.24.0 1.24.1 1.24.2 1.25.0 1.25.1 1.26.0 1.26.1 1.26.2 1.26.3 | requests >=2.18.4; six >=1.11.0; typing-extensions >=4.0.1
  wwww 1.26.4 1.27.0 1.27.1 1.28.0 1.29.0 1.29.1 | requests >=2.18.4; six >=1.11.0; typing-extensions >=4.3.0
  wwww 1.29.2 1.29.3 1.29.4 1.29.5 | requests >=2.18.4; six >=1.11.0; typing-extensions >=4.6.0
  wwww 1.29.6 1.29.7 1.30.0 1.30.1 1.30.2 1.31.0 1.32.0 1.33.0 1.34.0 1.35.0 1.35.1 | requests >=2.21.0; six >=1.11.0; typing-extensions >=4.6.0
  wwww 1.36.0 1.37.0 1.38.0 1.38.1 1.38.2 1.38.3 1.39.0 1.40.0 1.41.0 | requests >=2.21.0; typing-extensions >=4.6.0
azure-functions 1.22 1.23 1.24 1.25 1.26 2.0 2.1 2.2
  wwww 1.21.0 1.21.1* 1.21.3 1.22.1
  wwww 1.23.0 1.24.0 1.25.0 | werkzeug ~=3.1.3
  www- 1.26.0 | werkzeug ~=3.1.3
  ---w 2.0.0 2.1.0 2.2.0 2.3.0 | werkzeug ~=3.1.3
azure-identity 1.20 1.21 1.22 1.23 1.24 1.25 1.26
  wwww 1.0.0 1.0.1 1.1.0 1.2.0 1.3.0 1.3.1 1.4.0 1.4.1 1.5.0 | azure-core <2.0.0,>=1.0.0; six >=1.6
  wwww 1.6.0 1.6.1 | azure-core <2.0.0,>=1.0.0; six >=1.12.0
  wwww 1.7.0 1.7.1 1.8.0 1.9.0 1.10.0 1.11.0 1.12.0 1.13.0 | azure-core <2.0.0,>=1.11.0; six >=1.12.0
  wwww 1.14.0 1.14.1 | azure-core <2.0.0,>=1.11.0
  wwww 1.15.0 | azure-core <2.0.0,>=1.23.0
  wwww 1.16.0 1.16.1 | azure-core >=1.23.0
  wwww 1.17.0 1.17.1 | azure-core >=1.23.0; typing-extensions >=4.0.0
  wwww 1.18.0 1.19.0 1.20.0 1.21.0 1.22.0 1.23.0 1.23.1 1.24.0 1.25.0 1.25.1 1.25.2 1.25.3 1.26.0 1.27.0 | azure-core >=1.31.0; typing-extensions >=4.0.0
azureml-defaults 1.59 1.60 1.61
  wwww 0.1.50 0.1.57 0.1.58 0.1.59 0.1.65 0.1.68 0.1.74 0.1.80 1.0.2 1.0.6 1.0.8 1.0.10 1.0.15 1.0.17 1.0.18 1.0.21 1.0.23 1.0.30 1.0.33 1.0.39 1.0.41 1.0.43 1.0.45
  wwww 1.0.48 1.0.53 1.0.55 1.0.57 1.0.60 1.0.62 1.0.65 1.0.69 1.0.72 1.0.74 1.0.76 1.0.79 1.0.81 1.0.83 1.0.85 | flask ==1.0.3; gunicorn ==19.9.0
  wwww 1.0.79.1 1.0.81.1 1.0.83.1 1.0.85.1 1.1.5 1.1.5.1 1.2.0 1.3.0 1.4.0 1.5.0 1.6.0 1.7.0 1.8.0 1.9.0 1.10.0 1.11.0 1.12.0 1.13.0 1.14.0 1.15.0 1.16.0 | flask ==1.0.3; gunicorn ==19.9.0; werkzeug ==0.16.1
  wwww 1.17.0 1.18.0 1.19.0 1.20.0 1.21.0 1.22.0 1.23.0 1.24.0 1.25.0 1.26.0 1.27.0 | flask ==1.0.3; gunicorn ==19.9.0; werkzeug <=1.0.1,>=0.16.1
  wwww 1.28.0 1.29.0 1.30.0 1.31.0 | flask ==1.0.3; gunicorn ==20.1.0; werkzeug <=1.0.1,>=0.16.1
  wwww 1.32.0 1.33.0 | flask ==1.0.3; gunicorn ==20.1.0; opencensus-ext-azure ==1.0.8; werkzeug <=1.0.1,>=0.16.1
  wwww 1.34.0 1.35.0 | azureml-inference-server-http ~=0.3.1; gunicorn ==20.1.0; opencensus-ext-azure ==1.0.8; werkzeug <=1.0.1,>=0.16.1
  wwww 1.36.0 1.37.0 1.38.0 1.39.0 1.40.0 1.41.0 1.42.0 1.43.0 | azureml-inference-server-http ~=0.4.1
  wwww 1.44.0 1.45.0 1.46.0 1.47.0 1.48.0 | azureml-inference-server-http ~=0.7.2
  wwww 1.49.0 1.50.0 1.51.0 1.52.0 1.53.0 1.54.0 | azureml-inference-server-http ~=0.8.0
  wwww 1.55.0 1.56.0 | azureml-inference-server-http ~=1.0.0
  wwww 1.56.0.post1 1.57.0 | azureml-inference-server-http ~=1.2.1
  wwww 1.57.0.post1 1.58.0 1.59.0 1.60.0 | azureml-inference-server-http ~=1.3
  wwww 1.61.0 1.62.0 | azureml-inference-server-http ~=1.4
azureml-inference-server-http 1.4
  wwww 0.8.0 0.8.1 0.8.2 0.8.3 0.8.4 0.8.4.1 | flask <2.3.0; flask-cors ~=3.0.1; gunicorn ==20.1.0; inference-schema ~=1.5.0; opencensus-ext-azure ~=1.1.0; pydantic <1.11,>=1.9
  wwww 0.8.4.2 1.0.0 | flask <2.3.0; flask-cors ~=3.0.1; gunicorn ==20.1.0; inference-schema ~=1.7.0; opencensus-ext-azure ~=1.1.0; pydantic <1.11,>=1.9
  wwww 1.1.0 1.2.0 | flask <=2.3.2; flask-cors ~=3.0.1; gunicorn ==20.1.0; inference-schema ~=1.7.0; opencensus-ext-azure ~=1.1.0; pydantic ~=2.0; pydantic-settings; werkzeug <3.0.0
  wwww 1.2.1 | flask <=2.3.2; flask-cors ~=3.0.1; gunicorn ==22.0.0; inference-schema ~=1.7.0; opencensus-ext-azure ~=1.1.0; pydantic ~=2.0; pydantic-settings; werkzeug <3.0.0
  wwww 1.2.2 | flask <=2.3.2; flask-cors ~=3.0.1; gunicorn ==22.0.0; inference-schema ~=1.7.0; opencensus-ext-azure ~=1.1.0; pydantic ~=2.0; pydantic-settings; werkzeug >=3.0.3
  wwww 1.3.0 | flask <=2.3.2; flask-cors ~=3.0.1; gunicorn ==22.0.0; inference-schema ~=1.8.0; opencensus-ext-azure ~=1.1.0; pydantic ~=2.7.1; pydantic-settings; werkzeug >=3.0.3
  wwww 1.3.2 | flask <=2.3.2; flask-cors ~=4.0.1; gunicorn ==22.0.0; inference-schema ~=1.8.0; opencensus-ext-azure ~=1.1.0; pydantic ~=2.7.1; pydantic-settings; werkzeug >=3.0.3
  wwww 1.3.3 | flask <=2.3.2; flask-cors ~=5.0.0; gunicorn ==22.0.0; inference-schema ~=1.8.0; opencensus-ext-azure ~=1.1.0; pydantic ~=2.7.1; pydantic-settings; werkzeug >=3.0.3
  wwww 1.3.4 | flask <=2.3.2; flask-cors ~=5.0.0; gunicorn >=23.0.0; inference-schema ~=1.8.0; opencensus-ext-azure ~=1.1.0; pydantic ~=2.9.0; pydantic-settings; werkzeug >=3.0.3
  wwww 1.4.0 | flask ~=3.0.0; flask-cors ~=5.0.0; gunicorn >=23.0.0; inference-schema ~=1.8.0; opencensus-ext-azure ~=1.1.0; pydantic ~=2.9.0; pydantic-settings; werkzeug >=3.0.3
  wwww 1.4.1 | flask ~=3.1.0; flask-cors ~=6.0.0; gunicorn >=23.0.0; inference-schema ~=1.8.0; opencensus-ext-azure ~=1.1.0; pydantic ~=2.11.0; pydantic-settings; werkzeug >=3.0.3
  wwww 1.5.0 | flask ~=3.1.0; flask-cors ~=6.0.0; gunicorn >=23.0.0; inference-schema ~=1.8.0; opentelemetry-api ==1.33.0; opentelemetry-sdk ==1.33.0; pydantic ~=2.11.0; pydantic-settings; werkzeug >=3.0.3
  wwww 1.5.1 | flask ~=3.1.0; flask-cors ~=6.0.0; gunicorn >=23.0.0; inference-schema ~=1.8.0; opentelemetry-api ==1.33.0; opentelemetry-sdk ==1.33.0; pydantic ~=2.12.0; pydantic-settings; werkzeug >=3.0.3
catboost
  ---- 0.1.1* 0.1.1.3 0.1.1.4 0.1.1.5 0.1.1.6 0.1.1.7 0.1.1.8 0.1.1.9 0.2 0.2.1 0.2.2 0.2.4 0.2.5 0.6.1 0.6.1.1 0.6.2 0.6.3 0.7 0.7.1 0.7.2 0.7.2.1 0.7.2.2 0.7.2.3 0.8 0.8.1 0.8.1.1 0.9 0.9.1 0.9.1.1 0.10.2 0.10.3 0.11.0 0.11.1 0.12.1 0.12.1.1 0.12.2 0.13 0.13.1 0.14.0 0.14.1 0.14.2 0.15 0.15.1 0.15.2 0.16 0.16.1 0.16.2 0.16.3 0.16.4 0.16.5 0.17 0.17.1 0.17.2 0.17.3 0.17.4 0.17.5 0.18 0.18.1 0.19.1 0.20 0.20.1 0.20.2 0.21 0.22 0.23 0.23.1 0.23.2 0.24 0.24.1 0.24.2 0.24.3 0.24.4 0.25 0.25.1 0.26 0.26.1 1.0.0
  w--- 1.0.1 1.0.2 1.0.3 1.0.4 1.0.5 1.0.6 1.1 1.1.1 | matplotlib; numpy >=1.16.0; pandas >=0.24.0; scipy; six
  wwss 1.2 1.2.1 1.2.2 | matplotlib; numpy >=1.16.0; pandas >=0.24; scipy; six
  ww-- 1.2.1.1 | matplotlib; numpy >=1.16.0; pandas >=0.24; scipy; six
  wwws 1.2.3 1.2.5 | matplotlib; numpy >=1.16.0; pandas >=0.24; scipy; six
  wwws 1.2.6 1.2.7 | matplotlib; numpy <2.0,>=1.16.0; pandas >=0.24; scipy; six
  wwww 1.2.8 | matplotlib; numpy <3.0,>=1.16.0; pandas >=0.24; scipy; six
  wwww 1.2.9 1.2.10 | matplotlib; numpy <3.0,>=1.16.0; pandas <4.0,>=0.24; scipy; six
click 8.1 8.2 8.3 8.4
  wwww 0.1 0.2 0.3 0.4 0.5 0.5.1 0.6 0.7 1.0 1.1 2.0 2.1 2.2 2.3 2.4 2.5 2.6 3.0 3.1 3.2 3.3 4.0 4.1 5.0 5.1 6.0 6.1 6.2 6.3 6.4 6.5 6.6 6.7 7.0 7.1 7.1.1 7.1.2 8.0.0 8.0.1 8.0.2 8.0.3 8.0.4 8.1.0 8.1.1 8.1.2 8.1.3 8.1.4 8.1.5 8.1.6 8.1.7 8.1.8 8.2.0 8.2.1 8.2.2* 8.3.0 8.3.1 8.3.2 8.3.3 8.4.0 8.4.1 8.4.2 8.5.0 8.5.1
flask
  wwww 0.1 0.2 0.3 0.3.1 0.4 0.5 0.5.1 0.5.2 0.6 0.6.1 0.7 0.7.1 0.7.2 0.8 0.8.1 0.9 0.10 0.10.1
  wwww 0.11 0.11.1 0.12 0.12.1 0.12.2 0.12.3 0.12.4 | click >=2.0; itsdangerous >=0.21; jinja2 >=2.4; werkzeug >=0.7
  wwww 0.12.5 | click >=2.0; itsdangerous >=0.21; jinja2 >=2.4; werkzeug <1.0,>=0.7
  wwww 1.0 1.0.1 1.0.2 1.0.3 1.0.4 | click >=5.1; itsdangerous >=0.24; jinja2 >=2.10; werkzeug >=0.14
  wwww 1.1.0 1.1.1 1.1.2 | click >=5.1; itsdangerous >=0.24; jinja2 >=2.10.1; werkzeug >=0.15
  wwww 1.1.3 1.1.4 | click <8.0,>=5.1; itsdangerous <2.0,>=0.24; jinja2 <3.0,>=2.10.1; werkzeug <2.0,>=0.15
  wwww 2.0.0 2.0.1 2.0.2 2.0.3 | click >=7.1.2; itsdangerous >=2.0; jinja2 >=3.0; werkzeug >=2.0
  wwww 2.1.0 2.1.1 2.1.2 2.1.3 | click >=8.0; itsdangerous >=2.0; jinja2 >=3.0; werkzeug >=2.0
  wwww 2.2.0 2.2.1 | click >=8.0; itsdangerous >=2.0; jinja2 >=3.0; werkzeug >=2.2.0
  wwww 2.2.2 2.2.3 2.2.4 2.2.5 | click >=8.0; itsdangerous >=2.0; jinja2 >=3.0; werkzeug >=2.2.2
  wwww 2.3.0 2.3.1 | click >=8.1.3; itsdangerous >=2.1.2; jinja2 >=3.1.2; werkzeug >=2.3.0
  wwww 2.3.2 | click >=8.1.3; itsdangerous >=2.1.2; jinja2 >=3.1.2; werkzeug >=2.3.3
  wwww 2.3.3 | click >=8.1.3; itsdangerous >=2.1.2; jinja2 >=3.1.2; werkzeug >=2.3.7
  wwww 3.0.0 3.0.1 3.0.2 3.0.3 | click >=8.1.3; itsdangerous >=2.1.2; jinja2 >=3.1.2; werkzeug >=3.0.0
  wwww 3.1.0 | click >=8.1.3; itsdangerous >=2.2; jinja2 >=3.1.2; werkzeug >=3.1
  wwww 3.1.1 3.1.2 3.1.3 | click >=8.1.3; itsdangerous >=2.2.0; jinja2 >=3.1.2; markupsafe >=2.1.1; werkzeug >=3.1.0
flask-cors 5.0
  wwww 1.0 1.1 1.1.1 1.1.2 1.1.3 1.2.0 1.2.1 1.3.0 1.3.1 1.4.0 1.5.0 1.10.3 2.0.0 2.0.1 2.1.0 2.1.1 2.1.2 2.1.3
  wwww 1.6.0 1.6.1 1.7.0 1.7.1 1.7.2 1.7.3 1.7.4 1.8.0 | flask; six
  wwww 1.8.1 1.9.0 1.10.0 1.10.1 1.10.2 3.0.0 3.0.1 3.0.2 3.0.3 3.0.4 3.0.6 3.0.7 3.0.8 3.0.9 3.0.10 | flask >=0.9; six
  wwww 4.0.0 4.0.1 4.0.2 5.0.0 | flask >=0.9
  wwww 5.0.1 6.0.0 6.0.1 6.0.2 6.0.3 | flask >=0.9; werkzeug >=0.7
  w--- 6.0.4* 6.0.5 | flask >=0.9; typing-extensions >=4.6.0; werkzeug >=0.7
  -www 6.0.4* 6.0.5 | flask >=0.9; werkzeug >=0.7
gunicorn 24.0 24.1 25.0 25.1 25.2 25.3 26.0 26.1 26.2
  wwww 0.1 0.2 0.2.1 0.3 0.3.1 0.3.2 0.4 0.4.1 0.4.2 0.5 0.5.1 0.6 0.6.1 0.6.2 0.6.3 0.6.4 0.6.5 0.6.6 0.7.0 0.7.1 0.7.2 0.8.0 0.8.1 0.9.0 0.9.1 0.10.0 0.10.1 0.11.0 0.11.1 0.11.2 0.12.0 0.12.1 0.12.2 0.13.0 0.13.1 0.13.2 0.13.3 0.13.4 0.14.0 0.14.1 0.14.2 0.14.3 0.14.4 0.14.5 0.14.6 0.15.0 0.16.0 0.16.1 0.17.0 0.17.1 0.17.2 0.17.3 0.17.4 17.5 18.0 19.0.0 19.1.0 19.1.1 19.2.0 19.2.1 19.3.0 19.4.0 19.4.1 19.4.2 19.4.3 19.4.4 19.4.5 19.5.0 19.6.0 19.7.0 19.7.1 19.8.0 19.8.1 19.9.0 19.10.0 26.1.0 26.2.0 27.0.0 27.0.1
  wwww 20.0.0 20.0.2 20.0.3 20.0.4 20.1.0 | setuptools >=3.0
  wwww 21.0.0 21.0.1 21.1.0 21.2.0 22.0.0 23.0.0 24.0.0 24.1.0 24.1.1 25.0.0 25.0.1 25.0.2 25.0.3 25.1.0 25.2.0 25.3.0 26.0.0 | packaging
h5py 3.13 3.14 3.15
  ssss 2.2.1 2.3.0 2.3.1 2.4.0 2.5.0 2.6.0 2.7.0 2.7.1 2.8.0 2.9.0 2.10.0 3.0.0 3.1.0 3.2.0 3.2.1 3.3.0 3.4.0 3.5.0
  wsss 3.6.0 3.7.0 | numpy >=1.14.5
  wwss 3.8.0 | numpy >=1.14.5
  wwss 3.9.0 | numpy >=1.17.3
  wwws 3.10.0 3.11.0 | numpy >=1.17.3
  wwww 3.12.0* 3.12.1 3.13.0 3.14.0 | numpy >=1.19.3
  wwww 3.15.0 3.15.1 3.16.0 | numpy >=1.21.2
importlib-metadata 8.6 8.7 8.8 8.9 9.0 9.1 10.0 10.1
  wwww 0.0 0.5 0.6 0.7 0.8 0.9 0.10 0.11 0.12 0.13 0.14 0.15 0.16 0.17 0.18 0.19 0.20 0.21 0.22 0.23 1.0.0 1.1.0 1.1.1 1.1.2 1.1.3 1.2.0 1.3.0 1.4.0 1.5.0 1.5.1 1.5.2 1.6.0 1.6.1 1.7.0 2.0.0 2.1.0 2.1.1 2.1.2 2.1.3 3.0.0 3.1.0 3.1.1 3.2.0 3.3.0 3.4.0 3.5.0 3.6.0 3.7.0 3.7.1 3.7.2 3.7.3 3.8.0 3.8.1 3.8.2 3.9.0 3.9.1 3.10.0 3.10.1 4.0.0 4.0.1 4.1.0 4.2.0 4.3.0 4.3.1 4.4.0 4.5.0 4.6.0 4.6.1 4.6.2 4.6.3 4.6.4 4.7.0* 4.7.1 4.8.0* 4.8.1 4.8.2 4.8.3 4.9.0 4.10.0 4.10.1 4.11.0 4.11.1 4.11.2 4.11.3 4.11.4 4.12.0 4.13.0 5.0.0 5.1.0 5.2.0 6.0.0 6.0.1 6.1.0 6.2.0 6.2.1 6.3.0 6.4.0 6.4.1 6.5.0 6.5.1 6.6.0 6.7.0 6.8.0 6.9.0 6.10.0 6.11.0 7.0.0 7.0.1 7.0.2 7.1.0 7.2.0 7.2.1 8.0.0 8.1.0 8.2.0 8.3.0 8.4.0 8.5.0 8.6.0 8.6.1 8.7.0 8.7.1 8.8.0 8.9.0 9.0.0 9.0.1
  wwww 0.1 0.2 0.3 0.4 | setuptools
  -www 9.1.0 10.0.0 10.1.0 10.2.0
inference-schema
  wwww 1.0.0 1.0.1 1.0.2 1.1.0 1.2.0 | pytz >=2017.2; wrapt ==1.11.1
  wwww 1.2.1 1.2.2 1.2.2.1 1.3.0 1.3.1 1.3.2 1.4.0 1.4.0.1 1.4.1 | pytz >=2017.2; wrapt <=1.12.1,>=1.11.1
  ---- 1.4.2 1.4.2.1
  w--- 1.5 1.5.1 1.6 1.7 | pytz >=2017.2; wrapt <=1.12.1,>=1.11.1
  ww-- 1.7.1 1.7.2 | pytz >=2017.2; wrapt <=1.16.0,>=1.14.0
  wwww 1.8 | pytz >=2017.2; wrapt <=1.16.0,>=1.14.0
itsdangerous
  wwww 0.9 0.9.1 0.10 0.11 0.12 0.13 0.14 0.15 0.16 0.17 0.18 0.19 0.20 0.21 0.22 0.23 0.24 1.1.0 2.0.0 2.0.1 2.1.0 2.1.1 2.1.2 2.2.0
jinja2
  wwww 2.0 2.1 2.1.1 2.2 2.2.1 2.3 2.3.1 2.4 2.4.1 2.5 2.5.1 2.5.2 2.5.3 2.5.4 2.5.5 2.6 2.7 2.7.1 2.7.2 2.7.3 3.0.0
  wwww 2.8 2.8.1 | markupsafe
  wwww 2.9 2.9.1 2.9.2 2.9.3 2.9.4 2.9.5 2.9.6 2.10 2.10.1 2.10.2 2.10.3 2.11.0 2.11.1 2.11.2 2.11.3 | markupsafe >=0.23
  wwww 3.0.1 3.0.2 3.0.3 3.1.0 3.1.1 3.1.2 3.1.3 3.1.4 3.1.5 3.1.6 | markupsafe >=2.0
joblib 1.5
  wwww 0.5.7 0.6.0 0.6.1 0.6.2 0.6.3 0.6.4 0.6.5 0.7.1 0.8.0 0.8.1 0.8.2 0.8.3 0.8.3.post1 0.8.4 0.9.1 0.9.2 0.9.3 0.9.4 0.10.0 0.10.2 0.10.3 0.11 0.12.0 0.12.1 0.12.2 0.12.3 0.12.4 0.12.5 0.13.0 0.13.1 0.13.2 0.14.0 0.14.1 0.15.0 0.15.1 0.16.0 0.17.0 1.0.0 1.0.1 1.1.0 1.1.1 1.2.0 1.3.0 1.3.1 1.3.2 1.4.0 1.4.2 1.5.0 1.5.1 1.5.2 1.5.3 1.6.0
keras 3.7 3.8 3.9 3.10 3.11 3.12 3.13 3.14
  wwww 0.2.0 0.3.0 0.3.1 0.3.2 0.3.3 1.0.0 1.0.1 1.0.2 1.0.3 1.0.4 1.0.5 1.0.6 1.0.7 1.0.8 1.1.0 1.1.1 1.1.2 1.2.0 1.2.1 1.2.2 2.0.0 2.0.1 2.0.2 2.0.3 2.0.4 2.0.5 2.0.6 2.6.0 2.7.0 2.8.0 2.9.0 2.10.0 2.11.0 2.12.0 2.13.1 2.14.0 2.15.0
  wwww 2.0.7 | pyyaml; six
  wwww 2.0.8 2.0.9 2.1.0 2.1.1 2.1.2 2.1.3 2.1.4 2.1.5 | numpy >=1.9.1; pyyaml; scipy >=0.14; six >=1.9.0
  wwww 2.1.6 2.2.0 2.2.1 2.2.2 2.2.3 2.2.4 2.2.5 2.3.0 2.3.1 | h5py; numpy >=1.9.1; pyyaml; scipy >=0.14; six >=1.9.0
  wwww 2.4.0 | h5py; numpy >=1.9.1; pyyaml; scipy >=0.14; tensorflow >=2.2.0
  wwww 2.4.1 | h5py; numpy >=1.9.1; pyyaml; scipy >=0.14; tensorflow
  wwww 2.4.2 2.4.3 | h5py; numpy >=1.9.1; pyyaml; scipy >=0.14
  wwww 3.0.0 3.0.1 3.0.2 3.0.3 3.0.4 3.0.5 3.1.0 3.1.1 3.2.0 3.2.1 3.3.0 3.3.1 3.3.2 3.3.3 | h5py; numpy
  wwww 3.4.0 3.4.1 3.5.0 3.6.0 3.7.0 3.8.0 3.9.0 3.9.1 3.9.2 3.10.0 3.11.0 3.11.1 3.11.2 3.11.3 3.12.0 3.12.1 3.12.2 3.12.3 3.12.4 | h5py; numpy; packaging
  -www 3.13.0 3.13.1 3.13.2 3.14.0 3.14.1 3.15.0 3.15.1 | h5py; numpy; packaging
lightgbm 4.6
  wwww 2.0.2 2.0.3 2.0.4 2.0.5 2.0.6 2.0.7 2.0.10 2.0.11 2.0.12 2.1.0 2.1.1 2.1.2 2.2.0 2.2.1 2.2.2 2.2.3 2.3.0 2.3.1 | numpy; scikit-learn; scipy
  wwww 3.0.0 3.1.0 3.1.1 3.2.0 3.2.1 3.3.0 3.3.1 3.3.2 3.3.3 3.3.4 3.3.5 | numpy; scikit-learn !=0.22.0; scipy
  wwww 4.0.0 4.1.0 4.2.0 4.3.0 | numpy; scipy
  wwww 4.4.0 4.5.0 4.6.0 | numpy >=1.17.0; scipy
  wwww 4.7.0 | numpy >=1.21.3; scipy
llvmlite 0.44 0.45 0.46 0.47 0.48 0.49
  ssss 0.2.0 0.2.1 0.2.2 0.4.0 0.5.0 0.6.0 0.7.0 0.8.0 0.9.0 0.10.0 0.11.0 0.12.0.1 0.12.1 0.13.0 0.14.0 0.15.0 0.16.0 0.17.0 0.17.1 0.18.0 0.19.0 0.20.0 0.21.0 0.22.0 0.23.0 0.23.2 0.24.0 0.25.0 0.26.0 0.27.0 0.27.1 0.28.0 0.29.0 0.30.0 0.31.0 0.32.0 0.32.1 0.33.0 0.34.0 0.35.0
  ---- 0.36.0 0.37.0
  w--- 0.38.0 0.38.1
  wsss 0.39.0 0.39.1
  wwss 0.40.0 0.40.1 0.41.0 0.41.1
  wwws 0.42.0 0.43.0
  wwww 0.44.0 0.45.0 0.45.1 0.46.0 0.47.0 0.48.0 0.49.0 0.50.0
lxml 5.3 5.4 6.0
  ssss 1.3.2 1.3.3 1.3.4 1.3.5 1.3.6 2.0 2.0.4 2.0.5 2.0.6 2.0.7 2.0.8 2.0.9 2.0.10 2.0.11 2.1 2.1.1 2.1.2 2.1.3 2.1.4 2.1.5 2.2 2.2.1 2.2.2 2.2.3 2.2.4 2.2.5 2.2.6 2.2.7 2.2.8 2.3 2.3.1 2.3.2 2.3.3 2.3.4 2.3.5 2.3.6 3.0 3.0.2 3.1.0 3.1.1 3.1.2 3.2.0 3.2.1 3.2.2 3.2.3 3.2.4 3.2.5 3.3.0 3.3.1 3.3.2 3.3.3 3.3.4 3.3.5 3.3.6 3.4.0 3.4.1 3.4.2 3.4.3 3.4.4 3.5.0 3.6.0 3.6.1 3.6.2 3.6.3 3.6.4 3.7.0 3.7.1 3.7.2 3.7.3 3.8.0 4.0.0 4.1.0 4.1.1 4.2.0 4.2.1 4.2.2 4.2.3 4.2.4 4.2.5 4.2.6 4.3.0 4.3.2 4.3.3 4.3.4 4.3.5 4.4.0 4.4.1 4.4.2 4.4.3 4.5.0 4.5.1 4.5.2 4.6.0 4.6.1 4.6.2
  wsss 4.6.3 4.6.4 4.6.5 4.7.1 4.8.0 4.9.0
  wwss 4.9.1 4.9.2
  wwws 4.9.3 4.9.4 5.0.0 5.0.1 5.0.2 5.1.0 5.1.1 5.2.0 5.2.1 5.2.2
  wwww 5.3.0 5.3.1 5.3.2 5.4.0 6.0.0 6.0.1 6.0.2 6.0.3 6.0.4 6.1.0 6.1.1 6.1.2 6.1.3
markupsafe
  wwww 0.9 0.9.1 0.9.2 0.9.3 0.11 0.12 0.13 0.14 0.15 0.16 0.17 0.18 0.19 0.20 0.21 0.22 0.23 1.0 1.1.0 1.1.1 2.0.0 2.0.1 2.1.0 2.1.1 2.1.2 2.1.3 2.1.4 2.1.5 3.0.0 3.0.1 3.0.2 3.0.3 3.0.4
matplotlib 3.9 3.10
  ssss 0.86 0.86.1 0.86.2 0.91.0 0.91.1 1.0.1 1.1.0 1.1.1 1.2.0 1.2.1 1.3.0 1.3.1 1.4.0 1.4.1 1.4.2 1.4.3 1.5.0 1.5.1 1.5.2 1.5.3 2.0.0 2.0.1 2.0.2 2.1.0 2.1.1 2.1.2 2.2.0 2.2.2 2.2.3 2.2.4 2.2.5 3.0.0 3.0.1 3.0.2 3.0.3 3.1.0 3.1.1 3.1.2 3.1.3 3.2.0 3.2.1 3.2.2 3.3.0 3.3.1 3.3.2 3.3.3 3.3.4 3.4.0 3.4.1 3.4.2 3.4.3
  wsss 3.5.0 3.5.1 3.5.2 3.5.3 | numpy >=1.17; packaging >=20.0; pillow >=6.2.0
  wwss 3.6.0 3.6.1 3.6.2 3.6.3 | numpy >=1.19; packaging >=20.0; pillow >=6.2.0
  wwss 3.7.0 3.7.1 3.7.2 | numpy >=1.20; packaging >=20.0; pillow >=6.2.0
  wwws 3.7.3 3.7.4 3.7.5 | numpy <2,>=1.20; packaging >=20.0; pillow >=6.2.0
  wwws 3.8.0 | numpy <2,>=1.21; packaging >=20.0; pillow >=6.2.0
  wwws 3.8.1 3.8.2 3.8.3 | numpy <2,>=1.21; packaging >=20.0; pillow >=8
  wwws 3.8.4 | numpy >=1.21; packaging >=20.0; pillow >=8
  wwws 3.9.0 3.9.1* 3.9.1.post1 | numpy >=1.23; packaging >=20.0; pillow >=8
  wwww 3.9.2 3.9.3 3.9.4 3.10.0 3.10.1 3.10.3 3.10.5 3.10.6 3.10.7 3.10.8 3.10.9 | numpy >=1.23; packaging >=20.0; pillow >=8
  -www 3.11.0 3.11.1 3.11.2 | numpy >=1.25; packaging >=20.0; pillow >=9
mlflow 2.11 2.13 2.19 2.20 2.21 2.22 3.0 3.1 3.2 3.3 3.4 3.5 3.6 3.7 3.8 3.9 3.10 3.11 3.12 3.13 3.14 3.15 3.16 3.17
  wwww 0.0.1 0.1.0 0.2.0 0.2.1 0.3.0 0.4.0 0.4.1 0.4.2 0.5.0 0.5.1 0.5.2 0.6.0 0.7.0 0.8.0 0.8.1 0.8.2 0.9.0 0.9.0.1 0.9.1 1.0.0 1.1.0 1.2.0 1.3.0 1.4.0 1.5.0 1.6.0 1.7.0 1.7.1 1.7.2 1.8.0 1.9.0 1.9.1 1.10.0 1.11.0 1.12.0 1.12.1 1.13 1.13.1 1.14.0 1.14.1 1.15.0 1.16.0 1.17.0 1.18.0 1.19.0 1.20.0 1.20.1 1.20.2 1.21.0 1.22.0 1.23.0 1.23.1 1.24.0 1.25.0 1.25.1 1.26.0 1.26.1 1.27.0 1.28.0 1.29.0 1.30.0 1.30.1
  wwww 2.0.0* 2.0.1 | click <9,>=7.0; flask <3; gunicorn <21; importlib-metadata !=4.7.0,<6,>=3.7.0; jinja2 <4,>=2.11; matplotlib <4; numpy <2; packaging <22; pandas <2; protobuf <5,>=3.12.0; pyarrow <11,>=4.0.0; pytz <2023; pyyaml <7,>=5.1; requests <3,>=2.17.3; scikit-learn <2; scipy <2; shap <1,>=0.40
  wwww 2.1.0 2.1.1 | click <9,>=7.0; flask <3; gunicorn <21; importlib-metadata !=4.7.0,<6,>=3.7.0; jinja2 <4,>=2.11; matplotlib <4; numpy <2; packaging <23; pandas <2; protobuf <5,>=3.12.0; pyarrow <11,>=4.0.0; pytz <2023; pyyaml <7,>=5.1; requests <3,>=2.17.3; scikit-learn <2; scipy <2; shap <1,>=0.40
  wwww 2.2.0 2.2.1 2.2.2 | click <9,>=7.0; flask <3; gunicorn <21; importlib-metadata !=4.7.0,<7,>=3.7.0; jinja2 <4,>=2.11; matplotlib <4; numpy <2; packaging <24; pandas <3; protobuf <5,>=3.12.0; pyarrow <12,>=4.0.0; pytz <2023; pyyaml <7,>=5.1; requests <3,>=2.17.3; scikit-learn <2; scipy <2; shap <1,>=0.40
  wwww 2.3.0 2.3.1 2.3.2 | click <9,>=7.0; flask <3; gunicorn <21; importlib-metadata !=4.7.0,<7,>=3.7.0; jinja2 <4,>=2.11; matplotlib <4; numpy <2; packaging <24; pandas <3; protobuf <5,>=3.12.0; pyarrow <12,>=4.0.0; pytz <2024; pyyaml <7,>=5.1; requests <3,>=2.17.3; scikit-learn <2; scipy <2
  wwww 2.4.0 2.4.1 2.4.2 2.5.0 | click <9,>=7.0; flask <3; gunicorn <21; importlib-metadata !=4.7.0,<7,>=3.7.0; jinja2 <4,>=2.11; matplotlib <4; numpy <2; packaging <24; pandas <3; protobuf <5,>=3.12.0; pyarrow <13,>=4.0.0; pytz <2024; pyyaml <7,>=5.1; requests <3,>=2.17.3; scikit-learn <2; scipy <2
  wwww 2.6.0 | click <9,>=7.0; flask <3; gunicorn <22; importlib-metadata !=4.7.0,<7,>=3.7.0; jinja2 <4,>=2.11; matplotlib <4; numpy <2; packaging <24; pandas <3; protobuf <5,>=3.12.0; pyarrow <13,>=4.0.0; pytz <2024; pyyaml <7,>=5.1; requests <3,>=2.17.3; scikit-learn <2; scipy <2
  wwww 2.7.0 2.7.1 | click <9,>=7.0; flask <3; gunicorn <22; importlib-metadata !=4.7.0,<7,>=3.7.0; jinja2 <4,>=2.11; matplotlib <4; numpy <2; packaging <24; pandas <3; protobuf <5,>=3.12.0; pyarrow <14,>=4.0.0; pytz <2024; pyyaml <7,>=5.1; requests <3,>=2.17.3; scikit-learn <2; scipy <2
  wwww 2.8.0 | click <9,>=7.0; flask <4; gunicorn <22; importlib-metadata !=4.7.0,<7,>=3.7.0; jinja2 <4,>=2.11; matplotlib <4; numpy <2; packaging <24; pandas <3; protobuf <5,>=3.12.0; psutil <6; pyarrow <14,>=4.0.0; pytz <2024; pyyaml <7,>=5.1; requests <3,>=2.17.3; scikit-learn <2; scipy <2
  wwww 2.8.1 | click <9,>=7.0; flask <4; gunicorn <22; importlib-metadata !=4.7.0,<7,>=3.7.0; jinja2 <4,>=2.11; matplotlib <4; numpy <2; packaging <24; pandas <3; protobuf <5,>=3.12.0; pyarrow <15,>=4.0.0; pytz <2024; pyyaml <7,>=5.1; requests <3,>=2.17.3; scikit-learn <2; scipy <2
  wwww 2.9.0 2.9.1 2.9.2 | click <9,>=7.0; flask <4; gunicorn <22; importlib-metadata !=4.7.0,<8,>=3.7.0; jinja2 <4,>=2.11; matplotlib <4; numpy <2; packaging <24; pandas <3; protobuf <5,>=3.12.0; pyarrow <15,>=4.0.0; pytz <2024; pyyaml <7,>=5.1; requests <3,>=2.17.3; scikit-learn <2; scipy <2
  wwww 2.10.0 2.10.1 2.10.2 | click <9,>=7.0; flask <4; gunicorn <22; importlib-metadata !=4.7.0,<8,>=3.7.0; jinja2 <4,>=2.11; matplotlib <4; numpy <2; packaging <24; pandas <3; protobuf <5,>=3.12.0; pyarrow <16,>=4.0.0; pytz <2024; pyyaml <7,>=5.1; requests <3,>=2.17.3; scikit-learn <2; scipy <2
  wwww 2.11.0 2.11.1 2.11.2 2.11.3 2.11.4 2.11.5 | click <9,>=7.0; flask <4; gunicorn <22; importlib-metadata !=4.7.0,<8,>=3.7.0; jinja2 <4,>=2.11; matplotlib <4; numpy <2; packaging <24; pandas <3; protobuf <5,>=3.12.0; pyarrow <16,>=4.0.0; pytz <2025; pyyaml <7,>=5.1; requests <3,>=2.17.3; scikit-learn <2; scipy <2
  wwww 2.12.0* 2.12.1 | click <9,>=7.0; flask <4; gunicorn <22; importlib-metadata !=4.7.0,<8,>=3.7.0; jinja2 <4,>=2.11; matplotlib <4; numpy <2; packaging <25; pandas <3; protobuf <6,>=3.12.0; pyarrow <16,>=4.0.0; pytz <2025; pyyaml <7,>=5.1; requests <3,>=2.17.3; scikit-learn <2; scipy <2
  wwww 2.12.2 | click <9,>=7.0; flask <4; gunicorn <23; importlib-metadata !=4.7.0,<8,>=3.7.0; jinja2 <4,>=2.11; matplotlib <4; numpy <2; packaging <25; pandas <3; protobuf <5,>=3.12.0; pyarrow <16,>=4.0.0; pytz <2025; pyyaml <7,>=5.1; requests <3,>=2.17.3; scikit-learn <2; scipy <2
  wwww 2.13.0 2.13.1 2.13.2 2.13.3 | click <9,>=7.0; flask <4; gunicorn <23; importlib-metadata !=4.7.0,<8,>=3.7.0; jinja2 <4,>=2.11; matplotlib <4; numpy <2; opentelemetry-api <3,>=1.0.0; opentelemetry-sdk <3,>=1.0.0; packaging <25; pandas <3; protobuf <5,>=3.12.0; pyarrow <16,>=4.0.0; pytz <2025; pyyaml <7,>=5.1; requests <3,>=2.17.3; scikit-learn <2; scipy <2
  wwww 2.14.0 2.14.1 2.14.2 2.14.3 | click <9,>=7.0; flask <4; gunicorn <23; importlib-metadata !=4.7.0,<8,>=3.7.0; jinja2 <4,>=2.11; matplotlib <4; numpy <2; opentelemetry-api <3,>=1.9.0; opentelemetry-sdk <3,>=1.9.0; packaging <25; pandas <3; protobuf <5,>=3.12.0; pyarrow <16,>=4.0.0; pytz <2025; pyyaml <7,>=5.1; requests <3,>=2.17.3; scikit-learn <2; scipy <2
  wwww 2.15.0 2.15.1 | flask <4; gunicorn <23; jinja2 <4,>=2.11; matplotlib <4; numpy <2; pandas <3; pyarrow <16,>=4.0.0; scikit-learn <2; scipy <2
  wwww 2.16.0 2.16.1 2.16.2 2.17.0 2.17.1 2.17.2 | flask <4; gunicorn <24; jinja2 <4,>=2.11; matplotlib <4; numpy <3; pandas <3; pyarrow <18,>=4.0.0; scikit-learn <2; scipy <2
  wwww 2.18.0 2.19.0 2.20.0 2.20.1 2.20.2 | flask <4; gunicorn <24; jinja2 <4,>=2.11; matplotlib <4; numpy <3; pandas <3; pyarrow <19,>=4.0.0; scikit-learn <2; scipy <2
  wwww 2.20.3 2.20.4 2.21.0 2.21.1 2.21.2 2.21.3 2.22.0 | flask <4; gunicorn <24; jinja2 <4,>=2.11; matplotlib <4; numpy <3; pandas <3; pyarrow <20,>=4.0.0; scikit-learn <2; scipy <2
  wwww 2.22.1 2.22.2 2.22.3* 2.22.4 2.22.5 | flask <4; gunicorn <24; jinja2 <4,>=2.11; matplotlib <4; numpy <3; pandas !=2.3.0,<3; pyarrow <20,>=4.0.0; scikit-learn <2; scipy <2
  wwww 3.0.0 3.0.1 3.1.0 3.1.1 3.1.2* 3.1.3 3.1.4 | flask <4; gunicorn <24; matplotlib <4; numpy <3; pandas <3; pyarrow <21,>=4.0.0; scikit-learn <2; scipy <2
  wwww 3.2.0 3.3.0 3.3.1 3.3.2 3.4.0 | flask <4; gunicorn <24; matplotlib <4; numpy <3; pandas <3; pyarrow <22,>=4.0.0; scikit-learn <2; scipy <2
  wwww 3.5.0 3.5.1 | flask <4; flask-cors <7; gunicorn <24; matplotlib <4; numpy <3; pandas <3; pyarrow <22,>=4.0.0; scikit-learn <2; scipy <2
  wwww 3.6.0 3.7.0 3.8.0 3.8.1 3.9.0 | flask <4; flask-cors <7; gunicorn <24; matplotlib <4; numpy <3; pandas <3; pyarrow <23,>=4.0.0; scikit-learn <2; scipy <2
  wwww 3.10.0 3.10.1 3.11.0* 3.11.1 3.12.0 | flask <4; flask-cors <7; gunicorn <26; matplotlib <4; numpy <3; pandas <3; pyarrow <24,>=4.0.0; scikit-learn <2; scipy <2
  wwww 3.13.0 3.14.0 | flask <4; flask-cors <7; gunicorn <27; matplotlib <4; numpy <3; pandas <3; pyarrow <25,>=4.0.0; scikit-learn <2; scipy <2
  wwww 3.15.0 3.15.1 3.15.2 | flask <4; flask-cors <7; gunicorn <27; matplotlib <4; numpy <3; pandas <3; pyarrow <26,>=4.0.0; scikit-learn <2; scipy <2
  wwww 3.16.0 3.16.1 3.17.0 3.17.1 3.17.2 | flask <4; flask-cors <7; gunicorn <27; matplotlib <4; numpy <3; pandas <4; pyarrow <26,>=4.0.0; scikit-learn <2; scipy <2
  wwww 3.18.0 | flask <4; flask-cors <7; gunicorn <27; matplotlib <4; numpy <3; pandas <4; pyarrow <27,>=4.0.0; scikit-learn <2; scipy <2
numba 0.61 0.62 0.63 0.64 0.65 0.66 0.67
  ssss 0.1 0.2 0.3 0.5.0 0.6.0 0.7.0 0.7.1 0.7.2 0.8.0 0.8.1 0.9.0 0.10.0 0.10.1 0.11.0 0.12.0 0.12.1 0.12.2 0.13.0 0.13.2 0.13.3 0.13.4 0.14.0 0.15.1 0.16.0 0.17.0 0.18.1 0.18.2 0.19.1 0.19.2 0.20.0 0.21.0 0.22.0 0.22.1 0.23.0 0.23.1 0.24.0 0.25.0 0.26.0 0.27.0 0.28.1 0.29.0 0.30.0 0.30.1 0.31.0 0.32.0 0.33.0 0.34.0 0.35.0 0.36.1 0.36.2 0.37.0 0.38.0 0.38.1 0.39.0 0.40.0 0.40.1 0.41.0 0.42.0 0.42.1 0.43.0 0.43.1 0.44.0 0.44.1 0.45.0 0.45.1 0.46.0 0.47.0 0.48.0 0.49.0 0.49.1 0.50.0 0.50.1 0.51.0 0.51.1 0.51.2
  ---- 0.52.0 0.53.0 0.53.1 0.54.0 0.54.1
  w--- 0.55.0 0.55.1 | numpy <1.22,>=1.18; setuptools
  w--- 0.55.2 | numpy <1.23,>=1.18; setuptools
  wsss 0.56.0 | numpy <1.23,>=1.18; setuptools
  wsss 0.56.2 | numpy <1.24,>=1.18; setuptools <60
  wsss 0.56.3 0.56.4 | numpy <1.24,>=1.18; setuptools
  wwss 0.57.0 0.57.1 | numpy <1.25,>=1.21
  wwss 0.58.0 | numpy <1.26,>=1.21
  wwss 0.58.1 | numpy <1.27,>=1.22
  wwws 0.59.0 0.59.1 | numpy <1.27,>=1.22
  wwws 0.60.0 | numpy <2.1,>=1.22
  wwww 0.61.0 | numpy <2.2,>=1.24
  wwww 0.61.2 | numpy <2.3,>=1.24
  wwww 0.62.0 0.62.1 0.63.0 0.63.1 | numpy <2.4,>=1.22
  wwww 0.64.0 0.66.0 | numpy <2.5,>=1.22
  wwww 0.65.0 0.65.1 | numpy <2.5,>=1.22,>=1.22
  wwww 0.67.0 0.68.0 0.68.1 | numpy <2.6,>=1.22
numpy 2.2 2.3 2.4
  ssss 1.3.0 1.4.1 1.5.0 1.5.1 1.6.0 1.6.1 1.6.2 1.7.0 1.7.1 1.7.2 1.8.0 1.8.1 1.8.2 1.9.0 1.9.1 1.9.2 1.9.3 1.10.0.post2 1.10.1 1.10.2 1.10.4 1.11.0 1.11.1 1.11.2 1.11.3 1.12.0 1.12.1 1.13.0 1.13.1 1.13.3 1.14.0 1.14.1 1.14.2 1.14.3 1.14.4 1.14.5 1.14.6 1.15.0 1.15.1 1.15.2 1.15.3 1.15.4 1.16.0 1.16.1 1.16.2 1.16.3 1.16.4 1.16.5 1.16.6 1.17.0 1.17.1 1.17.2 1.17.3 1.17.4 1.17.5 1.18.0 1.18.1 1.18.2 1.18.3 1.18.4 1.18.5 1.19.0 1.19.1 1.19.2 1.19.3 1.19.4 1.19.5 1.20.0 1.20.1 1.20.2 1.20.3 1.21.0 1.21.1
  ---- 1.10.0 1.10.3
  w--- 1.21.2 1.21.3 1.21.4 1.21.5 1.21.6
  wsss 1.22.0 1.22.1 1.22.2 1.22.3 1.22.4 1.23.0 1.23.1
  wwss 1.23.2 1.23.3 1.23.4 1.23.5 1.24.0 1.24.1 1.24.2 1.24.3 1.24.4 1.25.0 1.25.1 1.25.2
  www- 1.26.0 1.26.1
  wwws 1.26.2 1.26.3 1.26.4 2.0.0 2.0.1 2.0.2
  wwww 2.1.0 2.1.1 2.1.2 2.1.3 2.2.0 2.2.1 2.2.2 2.2.3 2.2.4 2.2.5 2.2.6
  -www 2.3.0 2.3.1 2.3.2 2.3.3 2.3.4 2.3.5 2.4.0* 2.4.1 2.4.2 2.4.3 2.4.4 2.4.5 2.4.6
  --ww 2.5.0 2.5.1 2.5.2 2.5.3 2.5.4 2.5.5
onnxruntime 1.21 1.22 1.23 1.24 1.25 1.26 1.27 1.28 1.29 1.30 1.31
  ---- 0.1.2 0.1.3 0.1.4 0.2.1 0.3.0 0.4.0 0.5.0 1.0.0 1.1.0 1.1.1 1.1.2 1.2.0 1.3.0 1.4.0 1.5.1 1.5.2 1.6.0 1.7.0 1.8.0 1.8.1 1.9.0 1.10.0 1.11.0 1.11.1
  w--- 1.12.0 1.12.1 | numpy >=1.21.0; packaging; protobuf
  w--- 1.13.1 1.14.0 1.14.1 | numpy >=1.21.6; packaging; protobuf
  ww-- 1.15.0 1.15.1 1.16.0 1.16.1 1.16.2 1.16.3 | numpy >=1.24.2; packaging; protobuf
  www- 1.17.0 1.17.1 1.17.3 1.18.0 | numpy >=1.26.0; packaging; protobuf
  www- 1.18.1 | numpy <2.0,>=1.21.6; packaging; protobuf
  www- 1.19.0 1.19.2 | numpy >=1.21.6; packaging; protobuf
  wwww 1.20.0 1.20.1 1.21.0 1.21.1 1.22.0 1.22.1 1.23.0 1.23.1 1.23.2 | numpy >=1.21.6; packaging; protobuf
  -www 1.24.1 1.24.2 1.24.3 1.24.4 1.25.0 1.25.1 1.26.0 | numpy >=1.21.6; packaging; protobuf
  -www 1.27.0 1.28.0 1.29.0 1.30.0 1.31.0 1.31.1 1.32.0 | numpy >=1.21.6; packaging; protobuf >=4.25.8
opencensus
  wwww 0.0.1 0.1.1 0.1.2 0.1.3 0.1.4 0.1.5 0.1.6 0.1.7 0.1.8 0.1.9 0.1.10 0.1.11 0.2.0 0.3.0 0.3.1 0.4.0 0.4.1 0.5.0 0.6.0 0.7.0 0.7.1 0.7.2 0.7.3 0.7.4 0.7.5 0.7.6 0.7.7 0.7.8 0.7.9 0.7.10 0.7.11 0.7.12 0.7.13 0.8.0 0.9.0 0.10.0 0.11.0 0.11.1 0.11.2 0.11.3
  wwww 0.11.4 | six ~=1.16
opencensus-ext-azure
  wwww 0.1.0 | opencensus <1.0.0,>=0.5.0; requests >=2.19.0
  wwww 0.2.0 0.2.1 0.3.1 | opencensus <1.0.0,>=0.6.0; requests >=2.19.0
  wwww 0.7.0 0.7.1 1.0.0 1.0.1 1.0.2 1.0.3 1.0.4 | opencensus <1.0.0,>=0.7.0; psutil >=5.6.3; requests >=2.19.0
  wwww 1.0.5 | opencensus <1.0.0,>=0.7.11; psutil >=5.6.3; requests >=2.19.0
  wwww 1.0.6 1.0.7 | opencensus <1.0.0,>=0.7.12; psutil >=5.6.3; requests >=2.19.0
  wwww 1.0.8 | opencensus <1.0.0,>=0.7.13; psutil >=5.6.3; requests >=2.19.0
  wwww 1.1.0 1.1.1 1.1.3 1.1.4 | azure-core <2.0.0,>=1.12.0; azure-identity <2.0.0,>=1.5.0; opencensus <1.0.0,>=0.8.0; psutil >=5.6.3; requests >=2.19.0
  wwww 1.1.2 | azure-core <2.0.0,>=1.12.0; azure-identity <2.0.0,>=1.5.0; psutil >=5.6.3; requests >=2.19.0
  wwww 1.1.5 | azure-core <2.0.0,>=1.12.0; azure-identity <2.0.0,>=1.5.0; opencensus <1.0.0,>=0.10.0; psutil >=5.6.3; requests >=2.19.0
  wwww 1.1.6 1.1.7 | azure-core <2.0.0,>=1.12.0; azure-identity <2.0.0,>=1.5.0; opencensus <1.0.0,>=0.11.0; psutil >=5.6.3; requests >=2.19.0
  wwww 1.1.8 | azure-core <2.0.0,>=1.12.0; azure-identity <2.0.0,>=1.5.0; opencensus <1.0.0,>=0.11.1; psutil >=5.6.3; requests >=2.19.0
  wwww 1.1.9 | azure-core <2.0.0,>=1.12.0; azure-identity <2.0.0,>=1.5.0; opencensus <1.0.0,>=0.11.2; psutil >=5.6.3; requests >=2.19.0
  wwww 1.1.10 1.1.11 1.1.12 | azure-core <2.0.0,>=1.12.0; azure-identity <2.0.0,>=1.5.0; opencensus <1.0.0,>=0.11.3; psutil >=5.6.3; requests >=2.19.0
  wwww 1.1.13 1.1.14 1.1.15 | azure-core <2.0.0,>=1.12.0; azure-identity <2.0.0,>=1.5.0; opencensus <1.0.0,>=0.11.4; psutil >=5.6.3; requests >=2.19.0
opencv-python 4.11 4.12 4.13 4.14
  ssss 3.4.0.14 3.4.10.37 3.4.11.39* 3.4.11.41 3.4.11.43 3.4.11.45 3.4.13.47 3.4.15.55 3.4.17.61* 4.3.0.38 4.4.0.40 4.4.0.42* 4.4.0.44* 4.4.0.46 4.5.1.48 4.5.3.56
  ---- 3.4.1.15 3.4.2.17 3.4.3.18 3.4.4.19 3.4.5.20 3.4.6.27 3.4.7.28 3.4.8.29 3.4.9.31* 3.4.9.33 3.4.10.35* 3.4.14.51 3.4.14.53 4.0.0.21 4.0.1.23* 4.0.1.24 4.1.0.25 4.1.1.26 4.1.2.30 4.2.0.32 4.2.0.34 4.3.0.36* 4.5.2.52 4.5.2.54
  wsss 3.4.16.57 3.4.16.59 4.5.4.58* 4.5.4.60 | numpy >=1.21.2
  wwww 3.4.17.63 3.4.18.65 4.5.5.62* 4.5.5.64 4.6.0.66 | numpy >=1.14.5,>=1.17.3,>=1.19.3,>=1.21.2
  wwww 4.7.0.68* | numpy >=1.17.0,>=1.17.3,>=1.19.3,>=1.21.2
  w--- 4.7.0.72 4.8.0.74 4.8.0.76 4.8.1.78 4.9.0.80 4.10.0.82 4.10.0.84 4.11.0.86 | numpy >=1.17.0,>=1.17.3,>=1.19.3,>=1.21.2
  -www 4.7.0.72 | numpy >=1.17.0,>=1.17.3,>=1.19.3,>=1.21.2,>=1.22.0
  -www 4.8.0.74 4.8.0.76 4.8.1.78 | numpy >=1.17.0,>=1.17.3,>=1.19.3,>=1.21.2,>=1.23.5
  -w-- 4.9.0.80 4.10.0.82 4.10.0.84 4.11.0.86 | numpy >=1.17.0,>=1.17.3,>=1.19.3,>=1.21.2,>=1.23.5
  --ww 4.9.0.80 4.10.0.82 4.10.0.84 4.11.0.86 | numpy >=1.17.0,>=1.17.3,>=1.19.3,>=1.21.2,>=1.23.5,>=1.26.0
  wwww 4.12.0.88 | numpy <2.3.0,>=2
  wwww 4.13.0.90 4.13.0.92 4.14.0.94 5.0.0.93 | numpy >=2
opencv-python-headless 4.11 4.12 4.13 4.14
  ---- 3.4.3.18 3.4.4.19 3.4.5.20 3.4.6.27 3.4.7.28 3.4.8.29 3.4.9.33 3.4.14.51 3.4.14.53 3.4.16.57 4.0.0.21 4.0.1.24 4.1.0.25 4.1.1.26 4.1.2.30 4.2.0.34 4.3.0.36* 4.5.2.52* 4.5.2.54
  ssss 3.4.10.37 3.4.11.39* 3.4.11.41* 3.4.11.43 3.4.11.45 3.4.13.47 3.4.15.55 4.3.0.38 4.4.0.40* 4.4.0.42* 4.4.0.44* 4.4.0.46 4.5.1.48 4.5.3.56
  wsss 3.4.16.59 4.5.4.58 4.5.4.60 | numpy >=1.21.2
  wwww 3.4.17.61 3.4.17.63 3.4.18.65 4.5.5.62* 4.5.5.64 4.6.0.66 | numpy >=1.14.5,>=1.17.3,>=1.19.3,>=1.21.2
  wwww 4.7.0.68* | numpy >=1.17.0,>=1.17.3,>=1.19.3,>=1.21.2
  w--- 4.7.0.72 4.8.0.74* 4.8.0.76 4.8.1.78 4.9.0.80 4.10.0.82 4.10.0.84 4.11.0.86 | numpy >=1.17.0,>=1.17.3,>=1.19.3,>=1.21.2
  -www 4.7.0.72 | numpy >=1.17.0,>=1.17.3,>=1.19.3,>=1.21.2,>=1.22.0
  -www 4.8.0.74* 4.8.0.76 4.8.1.78 | numpy >=1.17.0,>=1.17.3,>=1.19.3,>=1.21.2,>=1.23.5
  -w-- 4.9.0.80 4.10.0.82 4.10.0.84 4.11.0.86 | numpy >=1.17.0,>=1.17.3,>=1.19.3,>=1.21.2,>=1.23.5
  --ww 4.9.0.80 4.10.0.82 4.10.0.84 4.11.0.86 | numpy >=1.17.0,>=1.17.3,>=1.19.3,>=1.21.2,>=1.23.5,>=1.26.0
  wwww 4.12.0.88 | numpy <2.3.0,>=2
  wwww 4.13.0.90 4.13.0.92 4.14.0.94 5.0.0.93 | numpy >=2
opentelemetry-api 1.29 1.30 1.31 1.32 1.33 1.34 1.35 1.36 1.37 1.38 1.39 1.40 1.41 1.42 1.43 1.44
  wwww 1.0.0 1.1.0 1.2.0 1.3.0 1.4.0 1.4.1 1.5.0 1.6.0 1.6.1 1.6.2 1.7.0 1.7.1 1.8.0
  wwww 1.9.0 1.9.1 1.10.0 1.11.0 1.11.1 1.12.0 1.13.0 1.14.0 1.15.0 1.16.0 | setuptools >=16.0
  wwww 1.17.0 1.18.0 | importlib-metadata ~=6.0.0; setuptools >=16.0
  wwww 1.19.0 | importlib-metadata ~=6.0
  wwww 1.20.0 1.21.0 1.22.0 1.23.0 | importlib-metadata <7.0,>=6.0
  wwww 1.24.0 | importlib-metadata <=7.0,>=6.0
  wwww 1.25.0 | importlib-metadata <=7.1,>=6.0
  wwww 1.26.0 | importlib-metadata <=8.0.0,>=6.0
  wwww 1.27.0 | importlib-metadata <=8.4.0,>=6.0
  wwww 1.28.0 1.28.1 1.28.2 1.29.0 1.30.0 | importlib-metadata <=8.5.0,>=6.0
  wwww 1.31.0 1.31.1 1.32.0 1.32.1 1.33.0 1.33.1 | importlib-metadata <8.7.0,>=6.0
  wwww 1.34.0 1.34.1 1.35.0 1.36.0 1.37.0 1.38.0 1.39.0 1.39.1 1.40.0 1.41.0 1.41.1 | importlib-metadata <8.8.0,>=6.0; typing-extensions >=4.5.0
  wwww 1.42.0 1.42.1 1.43.0 1.44.0 1.45.0 1.45.1 1.45.2 | typing-extensions >=4.5.0
opentelemetry-sdk 1.29 1.30 1.31 1.32 1.33 1.34 1.35 1.36 1.37 1.38 1.39 1.40 1.41 1.42 1.43 1.44
  wwww 1.0.0 | opentelemetry-api ==1.0.0
  wwww 1.1.0 | opentelemetry-api ==1.1.0
  wwww 1.2.0 | opentelemetry-api ==1.2.0
  wwww 1.3.0 | opentelemetry-api ==1.3.0
  wwww 1.4.0 | opentelemetry-api ==1.4.0
  wwww 1.4.1 | opentelemetry-api ==1.4.1
  wwww 1.5.0 | opentelemetry-api ==1.5.0
  wwww 1.6.0 | opentelemetry-api ==1.6.0
  wwww 1.6.1 | opentelemetry-api ==1.6.1
  wwww 1.6.2 | opentelemetry-api ==1.6.2
  wwww 1.7.0 | opentelemetry-api ==1.7.0
  wwww 1.7.1 | opentelemetry-api ==1.7.1
  wwww 1.8.0 | opentelemetry-api ==1.8.0
  wwww 1.9.0 | opentelemetry-api ==1.9.0; setuptools >=16.0; typing-extensions >=3.7.4
  wwww 1.9.1 | opentelemetry-api ==1.9.1; setuptools >=16.0; typing-extensions >=3.7.4
  wwww 1.10.0 | opentelemetry-api ==1.10.0; setuptools >=16.0; typing-extensions >=3.7.4
  wwww 1.11.0 | opentelemetry-api ==1.11.0; setuptools >=16.0; typing-extensions >=3.7.4
  wwww 1.11.1 | opentelemetry-api ==1.11.1; setuptools >=16.0; typing-extensions >=3.7.4
  wwww 1.12.0 | opentelemetry-api ==1.12.0; setuptools >=16.0; typing-extensions >=3.7.4
  wwww 1.13.0 | opentelemetry-api ==1.13.0; setuptools >=16.0; typing-extensions >=3.7.4
  wwww 1.14.0 | opentelemetry-api ==1.14.0; setuptools >=16.0; typing-extensions >=3.7.4
  wwww 1.15.0 | opentelemetry-api ==1.15.0; setuptools >=16.0; typing-extensions >=3.7.4
  wwww 1.16.0 | opentelemetry-api ==1.16.0; setuptools >=16.0; typing-extensions >=3.7.4
  wwww 1.17.0 | opentelemetry-api ==1.17.0; setuptools >=16.0; typing-extensions >=3.7.4
  wwww 1.18.0 | opentelemetry-api ==1.18.0; setuptools >=16.0; typing-extensions >=3.7.4
  wwww 1.19.0 | opentelemetry-api ==1.19.0; typing-extensions >=3.7.4
  wwww 1.20.0 | opentelemetry-api ==1.20.0; typing-extensions >=3.7.4
  wwww 1.21.0 | opentelemetry-api ==1.21.0; typing-extensions >=3.7.4
  wwww 1.22.0 | opentelemetry-api ==1.22.0; typing-extensions >=3.7.4
  wwww 1.23.0 | opentelemetry-api ==1.23.0; typing-extensions >=3.7.4
  wwww 1.24.0 | opentelemetry-api ==1.24.0; typing-extensions >=3.7.4
  wwww 1.25.0 | opentelemetry-api ==1.25.0; typing-extensions >=3.7.4
  wwww 1.26.0 | opentelemetry-api ==1.26.0; typing-extensions >=3.7.4
  wwww 1.27.0 | opentelemetry-api ==1.27.0; typing-extensions >=3.7.4
  wwww 1.28.0 | opentelemetry-api ==1.28.0; typing-extensions >=3.7.4
  wwww 1.28.1 | opentelemetry-api ==1.28.1; typing-extensions >=3.7.4
  wwww 1.28.2 | opentelemetry-api ==1.28.2; typing-extensions >=3.7.4
  wwww 1.29.0 | opentelemetry-api ==1.29.0; typing-extensions >=3.7.4
  wwww 1.30.0 | opentelemetry-api ==1.30.0; typing-extensions >=3.7.4
  wwww 1.31.0 | opentelemetry-api ==1.31.0; typing-extensions >=3.7.4
  wwww 1.31.1 | opentelemetry-api ==1.31.1; typing-extensions >=3.7.4
  wwww 1.32.0 | opentelemetry-api ==1.32.0; typing-extensions >=3.7.4
  wwww 1.32.1 | opentelemetry-api ==1.32.1; typing-extensions >=3.7.4
  wwww 1.33.0 | opentelemetry-api ==1.33.0; typing-extensions >=3.7.4
  wwww 1.33.1 | opentelemetry-api ==1.33.1; typing-extensions >=3.7.4
  wwww 1.34.0 | opentelemetry-api ==1.34.0; typing-extensions >=4.5.0
  wwww 1.34.1 | opentelemetry-api ==1.34.1; typing-extensions >=4.5.0
  wwww 1.35.0 | opentelemetry-api ==1.35.0; typing-extensions >=4.5.0
  wwww 1.36.0 | opentelemetry-api ==1.36.0; typing-extensions >=4.5.0
  wwww 1.37.0 | opentelemetry-api ==1.37.0; typing-extensions >=4.5.0
  wwww 1.38.0 | opentelemetry-api ==1.38.0; typing-extensions >=4.5.0
  wwww 1.39.0 | opentelemetry-api ==1.39.0; typing-extensions >=4.5.0
  wwww 1.39.1 | opentelemetry-api ==1.39.1; typing-extensions >=4.5.0
  wwww 1.40.0 | opentelemetry-api ==1.40.0; typing-extensions >=4.5.0
  wwww 1.41.0 | opentelemetry-api ==1.41.0; typing-extensions >=4.5.0
  wwww 1.41.1 | opentelemetry-api ==1.41.1; typing-extensions >=4.5.0
  wwww 1.42.0 | opentelemetry-api ==1.42.0; typing-extensions >=4.5.0
  wwww 1.42.1 | opentelemetry-api ==1.42.1; typing-extensions >=4.5.0
  wwww 1.43.0 | opentelemetry-api ==1.43.0; typing-extensions >=4.5.0
  wwww 1.44.0 | opentelemetry-api ==1.44.0; typing-extensions >=4.5.0
  wwww 1.45.0 | opentelemetry-api ==1.45.0; typing-extensions >=4.5.0
  wwww 1.45.1 | opentelemetry-api ==1.45.1; typing-extensions >=4.5.0
  wwww 1.45.2 | opentelemetry-api ==1.45.2; typing-extensions >=4.5.0
packaging 25.0 26.0 26.1 26.2 26.3
  wwww 14.0 14.1 14.2 14.3 14.4 14.5 15.0 15.1 15.2 15.3 16.0 20.5 20.6* 20.7 20.8 20.9 21.0 21.1 21.2 21.3 22.0 23.0 23.1 23.2 24.0 24.1 24.2 25.0 26.0 26.1 26.2 26.3 26.4
  wwww 16.1 16.2 16.3 16.4 16.5 16.6 16.7 16.8 17.0 17.1 18.0 19.0 19.2 20.0 20.1 20.2 20.3 20.4 | six
  wwww 19.1 | attrs; six
pandas 2.3 3.0
  ssss 0.1 0.2 0.3.0 0.4.0 0.4.1 0.4.2 0.4.3 0.5.0 0.6.0 0.6.1 0.7.0 0.7.1 0.7.2 0.7.3 0.8.0 0.8.1 0.9.0 0.9.1 0.10.0 0.10.1 0.11.0 0.12.0 0.13.0 0.13.1 0.14.0 0.14.1 0.15.0 0.15.1 0.15.2 0.16.0 0.16.1 0.16.2 0.17.0 0.17.1 0.18.0 0.18.1 0.19.0 0.19.1 0.19.2 0.20.0 0.20.1 0.20.2 0.20.3 0.21.0 0.21.1 0.22.0 0.23.0 0.23.1 0.23.2 0.23.3 0.23.4 0.24.0 0.24.1 0.24.2 0.25.0 0.25.1 0.25.2 0.25.3 1.0.0 1.0.1 1.0.2 1.0.3 1.0.4 1.0.5 1.1.0 1.1.1 1.1.2 1.1.3 1.1.4 1.1.5 1.2.0 1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.0 1.3.1 1.3.2
  wsss 1.3.3 | numpy >=1.17.3; pytz >=2017.3
  wsss 1.3.4 1.3.5 | numpy >=1.21.0; pytz >=2017.3
  wsss 1.4.0 1.4.1 1.4.2 1.4.3 1.4.4 | numpy >=1.21.0; pytz >=2020.1
  wwss 1.5.0 1.5.1 | numpy >=1.21.0; pytz >=2020.1
  w--- 1.5.2 1.5.3 2.0.0 2.0.1 2.0.2 2.0.3 | numpy >=1.21.0; pytz >=2020.1
  -wss 1.5.2 1.5.3 2.0.0 2.0.1 2.0.2 2.0.3 | numpy >=1.21.0,>=1.23.2; pytz >=2020.1
  w--- 2.1.0 2.1.1 2.2.2 2.2.3 2.3.0 2.3.1 2.3.2 2.3.3 | numpy >=1.22.4; pytz >=2020.1
  -wss 2.1.0 | numpy >=1.23.2; pytz >=2020.1
  -w-- 2.1.1 2.2.2 2.2.3 2.3.0 2.3.1 2.3.2 2.3.3 | numpy >=1.23.2; pytz >=2020.1
  --ws 2.1.1 2.2.2 | numpy >=1.26.0; pytz >=2020.1
  w--- 2.1.2 2.1.3 2.1.4 2.2.0 2.2.1 | numpy <2,>=1.22.4; pytz >=2020.1
  -w-- 2.1.2 2.1.3 2.1.4 2.2.0 2.2.1 | numpy <2,>=1.23.2; pytz >=2020.1
  --ws 2.1.2 2.1.3 2.1.4 2.2.0 2.2.1 | numpy <2,>=1.26.0; pytz >=2020.1
  --ww 2.2.3 2.3.0 2.3.1 2.3.2 2.3.3 | numpy >=1.26.0; pytz >=2020.1
  -www 3.0.0 3.0.1 3.0.2 3.0.3 3.0.4* 3.0.5 3.0.6 | numpy >=1.26.0
  -www 3.1.0 3.1.1 | numpy >=2.0.2
pillow 11.1 11.2 11.3 12.0 12.1 12.2 12.3
  ssss 1.0 1.1 1.2 1.3 1.4 1.5 1.6 1.7.0 1.7.1 1.7.2 1.7.3 1.7.4 1.7.5 1.7.6 1.7.7 1.7.8 2.0.0 2.1.0 2.2.0 2.2.1 2.2.2 2.3.0 2.3.1 2.3.2 2.4.0 2.5.0 2.5.1 2.5.2 2.5.3 2.6.0 2.6.1 2.6.2 2.7.0 2.8.0 2.8.1 2.8.2 2.9.0 3.0.0 3.1.0 3.1.1 3.1.2 3.2.0 3.3.0 3.3.1 3.3.2 3.3.3 3.4.0 3.4.1 3.4.2 4.0.0 4.1.0 4.1.1 4.2.0 4.2.1 4.3.0 5.0.0 5.1.0 5.2.0 5.3.0 5.4.0 5.4.1 6.0.0 6.1.0 6.2.0 6.2.1 6.2.2 7.0.0 7.1.0 7.1.1 7.1.2 7.2.0 8.0.0 8.0.1 8.1.0 8.1.1 8.1.2 8.2.0 8.3.0 8.3.1
  wsss 8.3.2 8.4.0 9.0.0 9.0.1 9.1.0 9.1.1
  wwss 9.2.0 9.3.0 9.4.0 9.5.0
  wwws 10.0.0 10.0.1 10.1.0 10.2.0 10.3.0
  wwww 10.4.0 11.0.0 11.1.0 11.2.1 11.3.0 12.0.0 12.1.0 12.1.1 12.2.0 12.3.0
  -www 13.0.0
protobuf 4.25 5.29 6.30 6.31 6.32 6.33 7.34 7.35
  ssss 2.0.3 2.3.0 2.4.1 2.5.0 2.6.0 2.6.1 3.3.0
  wwww 3.0.0 3.1.0 3.1.0.post1 3.2.0 3.4.0 3.5.0.post1 3.5.1 3.5.2 3.5.2.post1 3.6.0 3.6.1 3.7.0 3.7.1 3.8.0 3.9.0 3.9.1 3.9.2 3.10.0 3.11.0 3.11.1 3.11.2 3.11.3 3.12.2 3.12.4 3.13.0 | setuptools; six >=1.9
  ---- 3.12.0 3.12.1
  wwww 3.14.0 3.15.0 3.15.1 3.15.2 3.15.3 3.15.4 3.15.5 3.15.6 3.15.7 3.15.8 3.16.0 3.17.0 3.17.1 3.17.2 3.17.3 | six >=1.9
  wwww 3.18.0* 3.18.1 3.18.3 3.19.0 3.19.1 3.19.2 3.19.3 3.19.4 3.19.5 3.19.6 3.20.0 3.20.1 3.20.2 3.20.3 4.21.0* 4.21.1 4.21.2 4.21.3 4.21.4 4.21.5 4.21.6 4.21.7 4.21.8 4.21.9 4.21.10 4.21.11 4.21.12 4.22.0 4.22.1 4.22.3 4.22.4 4.22.5 4.23.0 4.23.1 4.23.2 4.23.3 4.23.4 4.24.0 4.24.1 4.24.2 4.24.3 4.24.4 4.25.0 4.25.1 4.25.2 4.25.3 4.25.4 4.25.5 4.25.6 4.25.7 4.25.8 4.25.9 5.26.0 5.26.1 5.27.0 5.27.1 5.27.2 5.27.3 5.27.4 5.27.5 5.28.0 5.28.1 5.28.2 5.28.3 5.29.0* 5.29.1 5.29.2 5.29.3 5.29.4 5.29.5 5.29.6 6.30.0 6.30.1 6.30.2 6.31.0 6.31.1 6.32.0 6.32.1 6.33.0 6.33.1 6.33.2 6.33.3 6.33.4 6.33.5 6.33.6 7.34.0 7.34.1 7.34.2 7.35.0 7.35.1 7.36.0 7.36.1 7.36.2
psutil 6.1 7.0 7.1
  ssss 0.1.1 0.1.2 0.1.3 0.2.0 0.2.1 0.3.0 0.4.0 0.4.1 0.5.0 0.5.1 0.6.0 0.6.1 0.7.0 0.7.1 1.0.0 1.0.1 1.1.0 1.1.1 1.1.2 1.1.3 1.2.0 1.2.1 2.0.0 2.1.0 2.1.1 2.1.2 2.1.3 2.2.0 2.2.1 3.0.0 3.0.1 3.1.0 3.1.1 3.2.0 3.2.1 3.2.2 3.3.0 3.4.1 3.4.2 4.0.0 4.1.0 4.2.0 4.3.0 4.3.1 4.4.0 4.4.1 4.4.2 5.0.0 5.0.1 5.1.0 5.1.1 5.1.2 5.1.3 5.2.0 5.2.1 5.2.2 5.3.0 5.3.1 5.4.0 5.4.1 5.4.2 5.4.3 5.4.4 5.4.5 5.4.6 5.4.7 5.4.8 5.5.0 5.5.1 5.6.0 5.6.1 5.6.2 5.6.3 5.6.4 5.6.5 5.6.6 5.6.7 5.7.0 5.7.1 5.7.2 5.7.3 5.8.0
  wsss 5.9.0 5.9.1 5.9.2 5.9.3
  wwww 5.9.4 5.9.5 5.9.6 5.9.7 5.9.8 6.0.0 6.1.0 6.1.1 7.0.0 7.1.0 7.1.1 7.1.2 7.1.3 7.2.0 7.2.1 7.2.2
pyarrow 18.1 19.0 20.0 21.0 22.0 23.0 24.0 25.0
  ---- 0.2.0 0.3.0 0.4.0 0.4.1 0.5.0 0.5.0.post2 0.6.0 0.7.0 0.7.1 0.8.0 0.9.0.post1 0.14.1 0.15.0
  ssss 0.9.0 0.10.0 0.11.0 0.11.1 0.12.0 0.12.1 0.13.0 0.14.0 0.15.1 0.16.0 0.17.0 0.17.1 1.0.0 1.0.1 2.0.0 3.0.0 4.0.0 4.0.1 5.0.0
  wsss 6.0.0 6.0.1 7.0.0 8.0.0 9.0.0 10.0.0 | numpy >=1.16.6
  wwss 10.0.1 11.0.0 12.0.0 12.0.1 13.0.0 | numpy >=1.16.6
  wwws 14.0.0 14.0.1 14.0.2 16.0.0 16.1.0 17.0.0 | numpy >=1.16.6
  wwws 15.0.0 15.0.1 15.0.2 | numpy <2,>=1.16.6
  wwww 18.0.0 18.1.0 19.0.0 19.0.1 20.0.0 21.0.0 22.0.0 23.0.0 23.0.1 24.0.0 25.0.0 25.0.1
  -www 26.0.0 26.0.1
pydantic 1.10 2.10 2.11 2.12 2.13
  wwww 0.0.1 0.0.2 0.0.3 0.0.4 0.0.5 0.0.6 0.0.7 0.0.8 0.1 0.2 0.2.1 0.3 0.4 0.5 0.6 0.6.1 0.6.2 0.6.3 0.6.4 0.7 0.7.1 0.8 0.9 0.9.1 0.10 0.11 0.11.1 0.11.2 0.12 0.12.1 0.13 0.13.1 0.14 0.15 0.16 0.16.1 0.17 0.18 0.18.1 0.18.2 0.19 0.20 0.20.1 0.21 0.22 0.23 0.24 0.25 0.26 0.27 0.28 0.29 0.30 0.30.1 0.31 0.31.1 0.32 0.32.1 0.32.2 1.0 1.1 1.1.1 1.2 1.3 1.4 1.5 1.5.1 1.6 1.6.1 1.6.2 1.7 1.7.1 1.7.2 1.7.3 1.7.4
  wwww 1.8 1.8.1 1.8.2 1.9.0 1.9.1 1.9.2 | typing-extensions >=3.7.4.3
  wwww 1.10.0 1.10.1 1.10.2 1.10.3* | typing-extensions >=4.1.0
  wwww 1.10.4 1.10.5 1.10.6 1.10.7 1.10.8 1.10.9 1.10.10 1.10.11 1.10.12 1.10.13 1.10.14 1.10.15 1.10.16 1.10.17 1.10.18 1.10.19 1.10.20 1.10.21 1.10.22 1.10.23 1.10.24 1.10.25 1.10.26 1.10.27 | typing-extensions >=4.2.0
  wwww 2.0 | pydantic-core ==2.0.1; typing-extensions >=4.6.1
  wwww 2.0.1 | pydantic-core ==2.0.2; typing-extensions >=4.6.1
  wwww 2.0.2 | pydantic-core ==2.1.2; typing-extensions >=4.6.1
  wwww 2.0.3 | pydantic-core ==2.3.0; typing-extensions >=4.6.1
  wwww 2.1.0 2.1.1 | pydantic-core ==2.4.0; typing-extensions >=4.6.1
  wwww 2.2.0 | pydantic-core ==2.6.0; typing-extensions >=4.6.1
  wwww 2.2.1 | pydantic-core ==2.6.1; typing-extensions >=4.6.1
  wwww 2.3.0 | pydantic-core ==2.6.3; typing-extensions >=4.6.1
  wwww 2.4.0 | pydantic-core ==2.10.0; typing-extensions >=4.6.1
  wwww 2.4.1 2.4.2 | pydantic-core ==2.10.1; typing-extensions >=4.6.1
  wwww 2.5.0 | pydantic-core ==2.14.1; typing-extensions >=4.6.1
  wwww 2.5.1 | pydantic-core ==2.14.3; typing-extensions >=4.6.1
  wwww 2.5.2 | pydantic-core ==2.14.5; typing-extensions >=4.6.1
  wwww 2.5.3 | pydantic-core ==2.14.6; typing-extensions >=4.6.1
  wwww 2.6.0 | pydantic-core ==2.16.1; typing-extensions >=4.6.1
  wwww 2.6.1 | pydantic-core ==2.16.2; typing-extensions >=4.6.1
  wwww 2.6.2 2.6.3 2.6.4 | pydantic-core ==2.16.3; typing-extensions >=4.6.1
  wwww 2.7.0 | pydantic-core ==2.18.1; typing-extensions >=4.6.1
  wwww 2.7.1 | pydantic-core ==2.18.2; typing-extensions >=4.6.1
  wwww 2.7.2 | pydantic-core ==2.18.3; typing-extensions >=4.6.1
  wwww 2.7.3 2.7.4 | pydantic-core ==2.18.4; typing-extensions >=4.6.1
  www- 2.8.0 | pydantic-core ==2.20.0; typing-extensions >=4.6.1
  ---w 2.8.0 | pydantic-core ==2.20.0; typing-extensions >=4.12.2
  www- 2.8.1 2.8.2 | pydantic-core ==2.20.1; typing-extensions >=4.6.1
  ---w 2.8.1 2.8.2 | pydantic-core ==2.20.1; typing-extensions >=4.12.2
  www- 2.9.0 | pydantic-core ==2.23.2; typing-extensions >=4.6.1
  ---w 2.9.0 | pydantic-core ==2.23.2; typing-extensions >=4.12.2
  www- 2.9.1 | pydantic-core ==2.23.3; typing-extensions >=4.6.1
  ---w 2.9.1 | pydantic-core ==2.23.3; typing-extensions >=4.12.2
  www- 2.9.2 | pydantic-core ==2.23.4; typing-extensions >=4.6.1
  ---w 2.9.2 | pydantic-core ==2.23.4; typing-extensions >=4.12.2
  wwww 2.10.0 | pydantic-core ==2.27.0; typing-extensions >=4.12.2
  wwww 2.10.1 2.10.2 2.10.3 | pydantic-core ==2.27.1; typing-extensions >=4.12.2
  wwww 2.10.4 2.10.5 2.10.6 | pydantic-core ==2.27.2; typing-extensions >=4.12.2
  wwww 2.11.0 2.11.1 | pydantic-core ==2.33.0; typing-extensions >=4.12.2
  wwww 2.11.2 2.11.3 | pydantic-core ==2.33.1; typing-extensions >=4.12.2
  wwww 2.11.4 2.11.5 2.11.6 2.11.7 2.11.8 2.11.9 2.11.10 | pydantic-core ==2.33.2; typing-extensions >=4.12.2
  wwww 2.12.0 | pydantic-core ==2.41.1; typing-extensions >=4.14.1
  wwww 2.12.1* | pydantic-core ==2.41.3; typing-extensions >=4.14.1
  wwww 2.12.2 2.12.3 | pydantic-core ==2.41.4; typing-extensions >=4.14.1
  wwww 2.12.4 2.12.5 | pydantic-core ==2.41.5; typing-extensions >=4.14.1
  wwww 2.13.0 | pydantic-core ==2.46.0; typing-extensions >=4.14.1
  wwww 2.13.1 | pydantic-core ==2.46.1; typing-extensions >=4.14.1
  wwww 2.13.2 | pydantic-core ==2.46.2; typing-extensions >=4.14.1
  wwww 2.13.3 | pydantic-core ==2.46.3; typing-extensions >=4.14.1
  wwww 2.13.4 | pydantic-core ==2.46.4; typing-extensions >=4.14.1
  wwww 2.13.5 | pydantic-core ==2.46.5; typing-extensions >=4.14.1
  wwww 2.14.0 | pydantic-core ==2.50.0; typing-extensions >=4.16.0
  wwww 2.14.1 | pydantic-core ==2.50.1; typing-extensions >=4.16.0
  wwww 2.14.2 | pydantic-core ==2.50.2; typing-extensions >=4.16.0
  wwww 2.14.3 | pydantic-core ==2.50.4; typing-extensions >=4.16.0
  wwww 2.14.4 | pydantic-core ==2.50.5; typing-extensions >=4.16.0
pydantic-core 2.27 2.28 2.29 2.30 2.31 2.32 2.33 2.34 2.35 2.36 2.37 2.38 2.39 2.40 2.41 2.42 2.43 2.44 2.45 2.46 2.47 2.48 2.49
  wwww 0.0.1
  w--- 0.1.0 0.3.0 0.3.1 0.4.0 0.5.0 0.5.1 0.5.2 0.5.3 0.6.0 0.7.0 0.7.1 0.8.1 0.8.2 0.9.0 0.10.0 0.11.0 0.11.1 0.12.0 0.12.1 0.13.0 0.14.0 0.14.1 0.15.0 0.15.1 0.15.2 0.16.0 0.16.1 0.17.1 0.18.0 0.18.1 0.19.0 0.20.0 0.21.0 0.22.0 0.23.0 0.23.1 0.24.0 0.24.1 0.25.0 0.26.0 0.27.0 0.27.1 0.28.0 0.28.1 0.29.0 0.30.0 0.31.0 0.32.0 0.33.0 0.34.0 0.35.0 0.36.0 0.37.0 0.38.0 0.39.0 0.40.0 0.40.1 0.41.0 0.42.0 | typing-extensions
  -sss 0.1.0 0.3.0 0.3.1 0.4.0 0.5.0 0.5.1 0.5.2 0.5.3 0.6.0
  -wss 0.7.0 0.7.1 0.8.1 0.8.2 0.9.0 0.10.0 0.11.0 0.11.1 0.12.0 0.12.1 0.13.0 0.14.0 0.14.1 0.15.0 0.15.1 0.15.2 0.16.0 0.16.1 0.17.1 0.18.0 0.18.1 0.19.0 0.20.0 0.21.0 0.22.0 0.23.0 0.23.1 0.24.0 0.24.1 0.25.0 0.26.0 0.27.0 0.27.1 0.28.0 0.28.1 0.29.0 0.30.0 0.31.0 0.32.0 0.33.0 0.34.0 0.35.0 0.36.0 0.37.0 0.38.0 0.39.0 0.40.0 0.40.1 0.41.0 0.42.0
  wwss 2.0.0 2.0.1 | typing-extensions >=4.6.0
  wwss 2.0.2 | typing-extensions !=4.7.0,>=4.6.0
  wwws 2.1.2 2.1.3 2.2.0 2.3.0 2.3.1 2.4.0 2.5.0 2.6.0 2.6.1 2.6.2 2.6.3 2.7.0 2.8.0 2.9.0 2.10.0 2.10.1 2.11.0 2.12.0 2.13.0 2.14.0 2.14.1 2.14.3 2.14.4 2.14.5 2.14.6 2.15.0 2.16.0 2.16.1 2.16.2 2.16.3 2.17.0 2.18.0 2.18.1 2.18.2 2.18.3 2.18.4 2.19.0 | typing-extensions !=4.7.0,>=4.6.0
  wwww 2.20.0 2.20.1 2.21.0 2.22.0 2.23.0 2.23.1 2.23.2 2.23.3 2.23.4 2.24.0 2.24.1 2.24.2 2.25.0 2.25.1 2.26.0 2.27.0 2.27.1 2.27.2 2.28.0 2.29.0 2.30.0 2.31.0 2.31.1 2.32.0 2.33.0 2.33.1 2.33.2 2.34.0 2.34.1 | typing-extensions !=4.7.0,>=4.6.0
  wwww 2.35.0 2.35.1 2.35.2 2.36.0 | typing-extensions >=4.13.0
  ssss 2.37.0
  wwww 2.37.1 2.37.2 2.38.0 2.39.0 2.40.0 2.40.1 2.41.0 2.41.1 2.41.2 2.41.3* 2.41.4 2.41.5 2.42.0 2.45.0 2.46.0 2.46.1 2.46.2 2.46.3 2.46.4 2.46.5 2.47.0 2.48.0 | typing-extensions >=4.14.1
  wwss 2.43.0* | typing-extensions >=4.14.1
  --w- 2.44.0* | typing-extensions >=4.14.1
  wwww 2.49.0 2.50.0 2.50.1 2.50.2 2.50.3 2.50.4 2.50.5 | typing-extensions >=4.16.0
pydantic-settings 2.7 2.8 2.9 2.10 2.11 2.12 2.13 2.14 2.15
  wwww 0.2.5 | attrs <20.0,>=19.1; pydantic; pyyaml <6.0.0,>=5.1.2; tomlkit <0.6.0,>=0.5.5; typing-extensions <4.0.0,>=3.7.4
  wwww 1.99 2.0.0
  wwww 2.0.1 2.0.2 2.0.3 | pydantic >=2.0.1
  wwww 2.1.0 2.2.0 2.2.1 | pydantic >=2.3.0
  wwww 2.3.0 2.3.1 2.3.2 2.3.3 2.3.4 2.4.0 2.5.0 2.5.1 2.5.2 2.6.0 2.6.1 2.7.0 2.7.1 2.8.0 2.8.1 2.9.0 2.9.1 2.10.0 2.10.1 2.11.0 2.12.0 2.13.0 2.13.1 2.14.0 2.14.1 2.14.2 2.15.0 | pydantic >=2.7.0
  -www 2.16.0 2.16.1 2.16.2 2.16.3 | pydantic >=2.7.0; typing-extensions >=4.0.0
pytz 2025.1 2025.2 2026.1 2026.2 2026.3 2026.4 2026.5
  wwww 2005.post0 2009.post0 2013.6 2013.7 2013.8 2013.9 2014.1 2014.1.1 2014.2 2014.3 2014.4 2014.7 2014.9 2014.10 2015.2 2015.4 2015.6 2015.7 2016.1 2016.2 2016.3 2016.4 2016.6 2016.6.1 2016.7 2016.10 2017.2 2017.3 2018.3 2018.4 2018.5 2018.6 2018.7 2018.9 2019.1 2019.2 2019.3 2020.1 2020.4 2020.5 2021.1 2021.3 2022.1 2022.2 2022.2.1 2022.4 2022.5 2022.6 2022.7 2022.7.1 2023.2 2023.3 2023.3.post1 2023.4 2024.1 2024.2 2025.1 2025.2 2026.1 2026.1.post1 2026.2 2026.3 2026.3.post1 2026.4 2026.5 2026.6
pyyaml
  wwww 3.10 3.11 3.12 3.13 5.1 5.1.1 5.1.2 5.2 5.3 5.3.1 5.4 5.4.1 6.0 6.0.1 6.0.2 6.0.3 6.0.4
requests 2.32 2.33
  wwww 0.2.0 0.2.1 0.2.2 0.2.3 0.2.4 0.3.0 0.3.1 0.3.2 0.3.3 0.3.4 0.4.0 0.4.1 0.5.0 0.5.1 0.6.0 0.6.1 0.6.2 0.6.3 0.6.4 0.6.5 0.6.6 0.7.0 0.7.1 0.7.2 0.7.3 0.7.4 0.7.5 0.7.6 0.8.0 0.8.1 0.8.2 0.8.3 0.8.4 0.8.5 0.8.6 0.8.7 0.8.8 0.8.9 0.9.0 0.9.1 0.9.2 0.9.3 0.10.0 0.10.1 0.10.2 0.10.3 0.10.4 0.10.6 0.10.7 0.10.8 0.11.1 0.11.2 0.12.0 0.12.1 0.13.0 0.13.1 0.13.2 0.13.3 0.13.4 0.13.5 0.13.6 0.13.7 0.13.8 0.13.9 0.14.0 0.14.1 0.14.2 1.0.0 1.0.1 1.0.2 1.0.3 1.0.4 1.1.0 1.2.0 1.2.1 1.2.2 1.2.3 2.0.0 2.0.1 2.1.0 2.2.0 2.2.1 2.3.0 2.4.0 2.4.1 2.4.2 2.4.3 2.5.0 2.5.1 2.5.2 2.5.3 2.6.0 2.6.1 2.6.2 2.7.0 2.8.0 2.8.1 2.9.0 2.9.1 2.9.2 2.10.0 2.11.0 2.11.1 2.12.0 2.12.1 2.12.2 2.12.3 2.12.4 2.12.5 2.13.0 2.14.0 2.14.1 2.14.2 2.15.1 2.16.0 2.16.1 2.16.2 2.16.3 2.16.4 2.16.5 2.17.0 2.17.1 2.17.2 2.17.3 2.18.0 2.18.1 2.18.2 2.18.3 2.18.4 2.19.0 2.19.1 2.20.0 2.20.1 2.21.0 2.22.0 2.23.0 2.24.0 2.25.0 2.25.1 2.26.0 2.27.0 2.27.1 2.28.0 2.28.1 2.28.2 2.29.0 2.30.0 2.31.0 2.32.0* 2.32.1* 2.32.2 2.32.3 2.32.4 2.32.5 2.33.0 2.33.1 2.34.0 2.34.1 2.34.2
scikit-learn 1.6 1.7 1.8
  ssss 0.9 0.10 0.11 0.12 0.12.1 0.13 0.13.1 0.14 0.14.1 0.15.0 0.15.1 0.15.2 0.16.0 0.16.1 0.17 0.17.1 0.18 0.18.1 0.18.2 0.19.0 0.19.1 0.19.2 0.20.0 0.20.1 0.20.2 0.20.3 0.20.4 0.21.1 0.21.2 0.21.3 0.22 0.22.1 0.22.2.post1 0.23.0 0.23.1 0.23.2 0.24.0 0.24.1 0.24.2 1.0 1.0.1
  ---- 0.21.0 0.22.2
  wsss 1.0.2 | joblib >=0.11; numpy >=1.14.6; scipy >=1.1.0
  wsss 1.1.0 1.1.1 1.1.2 | joblib >=1.0.0; numpy >=1.17.3; scipy >=1.3.2
  wwss 1.1.3 | joblib >=1.0.0; numpy >=1.17.3; scipy >=1.3.2
  wwss 1.2.0 1.2.1 1.2.2 | joblib >=1.1.1; numpy >=1.17.3; scipy >=1.3.2
  wwss 1.3.0 | joblib >=1.1.1; numpy >=1.17.3; scipy >=1.5.0
  wwws 1.3.1 1.3.2 | joblib >=1.1.1; numpy <2.0,>=1.17.3; scipy >=1.5.0
  wwws 1.4.0 1.4.1.post1 | joblib >=1.2.0; numpy <2.0,>=1.19.5; scipy >=1.6.0
  wwws 1.4.2 1.5.0 1.5.1 | joblib >=1.2.0; numpy >=1.19.5; scipy >=1.6.0
  wwww 1.5.2 1.6.0 1.6.1 | joblib >=1.2.0; numpy >=1.19.5; scipy >=1.6.0
  wwww 1.7.0 1.7.1 1.7.2 | joblib >=1.2.0; numpy >=1.22.0; scipy >=1.8.0
  -www 1.8.0 | joblib >=1.3.0; numpy >=1.24.1; scipy >=1.10.0
  -www 1.9.0 1.9.1 | joblib >=1.4.0; numpy >=1.24.1; scipy >=1.10.0
scipy 1.15 1.16 1.17
  ssss 0.8.0 0.9.0 0.10.0 0.10.1 0.11.0 0.12.0 0.12.1 0.13.0 0.13.1 0.13.2 0.13.3 0.14.0 0.14.1 0.15.0 0.15.1 0.16.0 0.16.1 0.17.0 0.17.1 0.18.0 0.18.1 0.19.0 0.19.1 1.0.0 1.0.1 1.1.0 1.2.0 1.2.1 1.2.2 1.2.3 1.3.0 1.3.1 1.3.2 1.3.3 1.4.0 1.4.1 1.5.0 1.5.1 1.5.2 1.5.3 1.5.4 1.6.0 1.6.1
  ---- 1.6.2 1.6.3 1.7.0 1.7.1
  w--- 1.7.2 1.7.3 | numpy <1.23.0,>=1.16.5
  w--- 1.8.0 1.8.1 | numpy <1.25.0,>=1.17.3
  ws-- 1.9.0 1.9.1 | numpy <1.25.0,>=1.18.5
  wwss 1.9.2 1.9.3 | numpy <1.26.0,>=1.18.5
  ww-- 1.10.0 1.10.1 | numpy <1.27.0,>=1.19.5
  wws- 1.11.0* 1.11.1 | numpy <1.28.0,>=1.21.6
  www- 1.11.2 1.11.3 | numpy <1.28.0,>=1.21.6
  wwws 1.11.4 | numpy <1.28.0,>=1.21.6
  wwws 1.12.0 | numpy <1.29.0,>=1.22.4
  wwws 1.13.0 1.13.1 | numpy <2.3,>=1.22.4
  wwws 1.14.0 | numpy <2.3,>=1.23.5
  wwww 1.14.1 | numpy <2.3,>=1.23.5
  wwww 1.15.0 1.15.1 1.15.2 1.15.3 | numpy <2.5,>=1.23.5
  -www 1.16.0 1.16.1 1.16.2 1.16.3 | numpy <2.6,>=1.25.2
  -www 1.17.0 1.17.1 | numpy <2.7,>=1.26.4
  --ww 1.18.0 1.18.1 | numpy <2.8,>=2.0.0
setuptools 75.3 75.7 75.8 75.9 76.0 76.1 77.0 78.0 78.1 79.0 80.0 80.1 80.2 80.3 80.4 80.6 80.7 80.8 80.9 80.10 81.0 82.0 83.0 84.0 84.1
  wwww 0.7.2 0.7.3 0.7.4 0.7.5 0.7.6 0.7.7 0.7.8 0.8 0.9 0.9.1 0.9.2 0.9.3 0.9.4 0.9.5 0.9.6 0.9.7 0.9.8 1.0 1.1 1.1.1 1.1.2 1.1.3 1.1.4 1.1.5 1.1.6 1.1.7 1.2 1.3 1.3.1 1.3.2 1.4 1.4.1 1.4.2 2.0 2.0.1 2.0.2 2.1 2.1.1 2.1.2 2.2 3.0 3.0.1 3.0.2 3.1 3.2 3.3 3.4 3.4.1 3.4.2 3.4.3 3.4.4 3.5 3.5.1 3.5.2 3.6 3.7 3.7.1 3.8 3.8.1 4.0 4.0.1 5.0 5.0.1 5.0.2 5.1 5.2 5.3 5.4 5.4.1 5.4.2 5.5 5.5.1 5.6 5.7 5.8 6.0.1 6.0.2 6.1 7.0 8.0 8.0.1 8.0.2 8.0.3 8.0.4 8.1 8.2 8.2.1 8.3 9.0 9.0.1 9.1 10.0 10.0.1 10.1 10.2 10.2.1 11.0 11.1 11.2 11.3 11.3.1 12.0 12.0.1 12.0.2 12.0.3 12.0.4 12.0.5 12.1 12.2 12.3 12.4 13.0.1 13.0.2 14.0 14.1 14.1.1 14.2 14.3 14.3.1 15.0 15.1 15.2 16.0 17.0 17.1 17.1.1 18.0 18.0.1 18.1 18.2 18.3 18.3.1 18.3.2 18.4 18.5 18.6 18.6.1 18.7 18.7.1 18.8 18.8.1 19.0 19.1 19.1.1 19.2 19.3 19.4 19.4.1 19.5 19.6 19.6.1 19.6.2 19.7 20.0 20.1 20.1.1 20.2.2 20.3 20.3.1 20.4 20.6.6 20.6.7 20.6.8 20.7.0 20.8.0 20.8.1 20.9.0 20.10.1 21.0.0 21.1.0 21.2.0 21.2.1 21.2.2 22.0.0 22.0.1 22.0.2 22.0.4 22.0.5 23.0.0 23.1.0 23.2.0 23.2.1 24.0.0 24.0.1 24.0.2 24.0.3 24.1.0 24.1.1 24.2.0 24.2.1 24.3.0 24.3.1 25.0.0 25.0.1 25.0.2 25.1.0 25.1.1 25.1.2 25.1.3 25.1.4 25.1.5 25.1.6 25.2.0 25.3.0 25.4.0 26.0.0 26.1.0 26.1.1 27.0.0 27.1.0 27.1.2 27.2.0 27.3.0 27.3.1 28.0.0 28.1.0 28.2.0 28.3.0 28.4.0 28.5.0 28.6.0 28.6.1 28.7.0 28.7.1 28.8.0 28.8.1 29.0.0 29.0.1 30.0.0 30.1.0 30.2.0 30.2.1 30.3.0 30.4.0 31.0.0 31.0.1 32.0.0 32.1.0 32.1.1 32.1.2 32.1.3 32.2.0 32.3.0 32.3.1 33.1.0 33.1.1 36.0.1 36.1.0 36.1.1 36.2.0 36.2.1 36.2.2 36.2.3 36.2.4 36.2.5 36.2.6 36.2.7 36.3.0 36.4.0 36.5.0 36.6.0 36.6.1 36.7.0 36.7.1 36.7.2 36.8.0 37.0.0 38.0.0 38.1.0 38.2.0 38.2.1 38.2.3 38.2.4 38.2.5 38.3.0 38.4.0 38.4.1 38.5.0 38.5.1 38.5.2 38.6.0 38.6.1 38.7.0 39.0.0 39.0.1 39.1.0 39.2.0 40.0.0 40.1.0 40.1.1 40.2.0 40.3.0 40.4.0 40.4.1 40.4.2 40.4.3 40.5.0 40.6.0 40.6.1 40.6.2 40.6.3 40.7.0 40.7.1 40.7.2 40.7.3 40.8.0 40.9.0 41.0.0 41.0.1 41.1.0 41.2.0 41.3.0 41.4.0 41.5.0 41.5.1 41.6.0 42.0.0 42.0.1 42.0.2 43.0.0 44.0.0 44.1.0 44.1.1 45.0.0 45.1.0 45.2.0 45.3.0 46.0.0 46.1.0 46.1.1 46.1.2 46.1.3 46.2.0 46.3.0 46.3.1 46.4.0 47.0.0 47.1.0 47.1.1 47.2.0 47.3.0 47.3.1 47.3.2 48.0.0 49.0.0 49.0.1 49.1.0 49.1.1 49.1.2 49.1.3 49.2.0 49.2.1 49.3.0 49.3.1 49.3.2 49.4.0 49.5.0 49.6.0 50.0.0 50.0.1 50.0.2 50.0.3 50.1.0 50.2.0 50.3.0 50.3.1 50.3.2 51.0.0 51.1.0 51.1.0.post20201221* 51.1.1 51.1.2 51.2.0 51.3.0 51.3.1 51.3.2 51.3.3 52.0.0 53.0.0 53.1.0 54.0.0 54.1.0 54.1.1 54.1.2 54.1.3 54.2.0 56.0.0 56.1.0 56.2.0 57.0.0 57.1.0 57.2.0 57.3.0 57.4.0 57.5.0 58.0.0 58.0.1 58.0.2 58.0.3 58.0.4 58.1.0 58.2.0 58.3.0 58.4.0 58.5.0 58.5.1 58.5.2 58.5.3 59.0.1 59.1.0* 59.1.1 59.2.0 59.3.0 59.4.0 59.5.0 59.6.0 59.7.0 59.8.0 60.0.0 60.0.1 60.0.2 60.0.3 60.0.4 60.0.5 60.1.0 60.1.1 60.2.0 60.3.0* 60.3.1 60.4.0 60.5.0 60.6.0 60.7.0 60.7.1 60.8.0 60.8.1 60.8.2 60.9.0 60.9.1 60.9.2 60.9.3 60.10.0 61.0.0 61.1.0 61.1.1 61.2.0 61.3.0 61.3.1 62.0.0 62.1.0 62.2.0 62.3.0 62.3.1 62.3.2 62.3.3 62.3.4 62.4.0 62.5.0 62.6.0 63.0.0 63.1.0 63.2.0 63.3.0 63.4.0 63.4.1 63.4.2 63.4.3 64.0.0 64.0.1 64.0.2 64.0.3 65.0.0 65.0.1 65.0.2 65.1.0 65.1.1 65.2.0 65.3.0 65.4.0 65.4.1 65.5.0 65.5.1 65.6.0 65.6.1 65.6.2 65.6.3 65.7.0 66.0.0 66.1.0 66.1.1 67.0.0 67.1.0 67.2.0 67.3.1 67.3.2 67.3.3 67.4.0 67.5.0 67.5.1 67.6.0 67.6.1 67.7.0 67.7.1 67.7.2 67.8.0 68.0.0 68.1.0 68.1.2 68.2.0 68.2.1 68.2.2 69.0.0 69.0.1 69.0.2 69.0.3 69.1.0 69.1.1 69.2.0 69.3.0* 69.3.1 69.4.0* 69.4.1 69.4.2 69.5.0 69.5.1 70.0.0 70.1.0 70.1.1 70.2.0 70.3.0 71.0.0 71.0.1* 71.0.2 71.0.3 71.0.4 71.1.0 72.0.0* 72.1.0 72.2.0 73.0.0 73.0.1 74.0.0 74.1.0 74.1.1 74.1.2 74.1.3 75.0.0 75.1.0 75.2.0 75.3.0 75.3.1 75.3.2 75.3.3 75.3.4 75.4.0 75.5.0 75.6.0 75.7.0 75.8.0 75.8.1 75.8.2 75.9.0* 75.9.1 76.0.0 76.1.0 77.0.1 77.0.3 78.0.1 78.0.2 78.1.0 78.1.1 79.0.0 79.0.1 80.0.0 80.0.1 80.1.0 80.2.0 80.3.0* 80.3.1 80.4.0 80.6.0 80.7.0* 80.7.1 80.8.0 80.9.0 80.10.1 80.10.2 81.0.0 82.0.0 82.0.1 83.0.0 84.0.0 84.1.0 84.2.0 84.2.1
  wwww 34.0.0 34.0.1 34.0.2 | packaging >=16.8; six >=1.10.0
  wwww 34.0.3 34.1.0 34.1.1 34.2.0 34.3.0 34.3.1 34.3.2 34.3.3 34.4.0 34.4.1 35.0.0 35.0.1 35.0.2 | packaging >=16.8; six >=1.6.0
shap 0.47 0.48 0.49 0.50 0.51 0.52 0.53
  ssss 0.1 0.1.2 0.2 0.2.1 0.2.2 0.2.3 0.2.4 0.3 0.3.1 0.3.2 0.3.3 0.5 0.6 0.6.1 0.7.0 0.8.0 0.8.1 0.8.2 0.8.3 0.8.4 0.8.5 0.8.6 0.8.7 0.8.8 0.8.9 0.9.1 0.10.0 0.10.1 0.10.2 0.10.3 0.11.0 0.11.1 0.12.0 0.12.1 0.13 0.13.1 0.13.2 0.13.3 0.13.5 0.13.6 0.13.7 0.14.0 0.14.1 0.15.0 0.16.1 0.17.0 0.17.1 0.18.0 0.18.1 0.19.1 0.19.2 0.19.3 0.19.4 0.19.5 0.20.1 0.20.2 0.21.0 0.22.0 0.22.1 0.22.2 0.22.3 0.23.0 0.23.1 0.23.2 0.24.0 0.25.0 0.25.1 0.25.2 0.26.0 0.27.0 0.28.0 0.28.1 0.28.2 0.28.3 0.28.4 0.28.5 0.29.1 0.29.2 0.29.3 0.30.0 0.30.1 0.30.2 0.31.0 0.32.0 0.32.1 0.33.0 0.34.0 0.35.0 0.36.0 0.37.0 0.38.1 0.39.0 0.40.0
  ---- 0.28.6 0.54.0*
  wsss 0.41.0 | numba; numpy; packaging >20.9; pandas; scikit-learn; scipy
  wwss 0.42.0 0.42.1 0.43.0 0.44.0 0.44.1 | numba; numpy; packaging >20.9; pandas; scikit-learn; scipy
  wwws 0.45.0 0.45.1 0.46.0 | numba; numpy; packaging >20.9; pandas; scikit-learn; scipy
  wwws 0.47.0 0.47.1 0.47.2 | numba >=0.54; numpy; packaging >20.9; pandas; scikit-learn; scipy; typing-extensions
  wwww 0.48.0 0.49.1 | numba >=0.54; numpy; packaging >20.9; pandas; scikit-learn; scipy; typing-extensions
  -www 0.50.0 | numba >=0.54; numpy >=2; packaging >20.9; pandas; scikit-learn; scipy; typing-extensions
  -www 0.51.0 | llvmlite; numba; numpy >=2; packaging >20.9; pandas; scikit-learn; scipy; typing-extensions
  --ww 0.52.0 | llvmlite; numba; numpy >=2; packaging >20.9; pandas; scikit-learn; scipy
  --ww 0.53.0 0.54.1 | numpy >=2; packaging >20.9; pandas; scikit-learn; scipy
six
  wwww 0.9.0 0.9.1 0.9.2 1.0.0 1.1.0 1.2.0 1.3.0 1.4.0 1.4.1 1.5.0 1.5.1 1.5.2 1.6.0 1.6.1 1.7.0 1.7.1 1.7.2 1.7.3 1.8.0 1.9.0 1.10.0 1.11.0 1.12.0 1.13.0 1.14.0 1.15.0 1.16.0 1.17.0
spacy
  ssss 0.31 0.32 0.33 0.40 0.51 0.52 0.60 0.61 0.62 0.63 0.64 0.65 0.67 0.68 0.70 0.80 0.81 0.82 0.83 0.84 0.85 0.86 0.87 0.88 0.89 0.90 0.91 0.92 0.93 0.94 0.95 0.97 0.98 0.99 0.100.0 0.100.1 0.100.2 0.100.3 0.100.4 0.100.5 0.100.6 0.100.7 0.101.0 1.0.1 1.0.2 1.0.3 1.0.4 1.0.5 1.1.0 1.1.1 1.1.2 1.2.0 1.3.0 1.4.0 1.5.0 1.5.1 1.6.0 1.7.0 1.7.1 1.7.2 1.7.3 1.7.5 1.8.0 1.8.1 1.8.2 1.9.0 1.10.0 1.10.1 2.0.0 2.0.1 2.0.2 2.0.3 2.0.4 2.0.5 2.0.6 2.0.7 2.0.8 2.0.9 2.0.10 2.0.11 2.0.12 2.0.13 2.0.15 2.0.16 2.0.17 2.0.18 2.1.0 2.1.1 2.1.2 2.1.3 2.1.4 2.1.5 2.1.6 2.1.7 2.1.8 2.1.9 2.2.0 2.2.1 2.2.2 2.2.3 2.2.4 2.3.0 2.3.1 2.3.2 2.3.3 2.3.4 2.3.5 2.3.6 2.3.7 3.0.0 3.0.1 3.0.2 3.0.3 3.0.4 3.0.5 3.0.6 3.0.7 3.1.0 3.1.1 3.1.2 3.1.3
  wwss 2.3.8 2.3.9 | numpy >=1.15.0; requests <3.0.0,>=2.13.0; setuptools
  wsss 3.0.8 3.0.9 3.1.4 3.1.5 3.2.0 3.2.1 3.2.2 3.2.3 3.3.0 3.3.1 3.3.2 | jinja2; numpy >=1.15.0; packaging >=20.0; pydantic !=1.8,!=1.8.1,<1.9.0,>=1.7.4; requests <3.0.0,>=2.13.0; setuptools
  wsss 3.1.6 3.2.4 | click <8.1.0; jinja2; numpy >=1.15.0; packaging >=20.0; pydantic !=1.8,!=1.8.1,<1.9.0,>=1.7.4; requests <3.0.0,>=2.13.0; setuptools
  wwss 3.1.7 3.2.5 | jinja2; numpy >=1.15.0; packaging >=20.0; pydantic !=1.8,!=1.8.1,<1.9.0,>=1.7.4; requests <3.0.0,>=2.13.0; setuptools
  wsss 3.2.6 3.3.3 | jinja2; numpy >=1.15.0; packaging >=20.0; pydantic !=1.8,!=1.8.1,<1.9.0,>=1.7.4; requests <3.0.0,>=2.13.0; setuptools; typing-extensions <4.6.0,>=3.7.4.1
  wsss 3.4.0 3.4.1 | jinja2; numpy >=1.15.0; packaging >=20.0; pydantic !=1.8,!=1.8.1,<1.10.0,>=1.7.4; requests <3.0.0,>=2.13.0; setuptools
  wwss 3.4.2 3.4.3 3.4.4 3.5.0 3.5.1 3.5.2 3.5.3 3.5.4 3.6.0 | jinja2; numpy >=1.15.0; packaging >=20.0; pydantic !=1.8,!=1.8.1,<1.11.0,>=1.7.4; requests <3.0.0,>=2.13.0; setuptools
  wwss 3.6.1 | jinja2; numpy >=1.15.0; packaging >=20.0; pydantic !=1.8,!=1.8.1,<3.0.0,>=1.7.4; requests <3.0.0,>=2.13.0; setuptools
  wwws 3.7.0 3.7.1 3.7.2 3.7.3* 3.7.4 3.7.5 3.7.6* 3.8.0* 3.8.2 | jinja2; numpy >=1.19.0; packaging >=20.0; pydantic !=1.8,!=1.8.1,<3.0.0,>=1.7.4; requests <3.0.0,>=2.13.0; setuptools
  www- 3.8.1* 3.8.3 3.8.4 3.8.5* 3.8.6 | jinja2; numpy >=1.19.0; packaging >=20.0; pydantic !=1.8,!=1.8.1,<3.0.0,>=1.7.4; requests <3.0.0,>=2.13.0; setuptools
  wwww 3.8.7 3.8.8 3.8.9 3.8.10 3.8.11 3.8.12* | jinja2; numpy >=1.19.0; packaging >=20.0; pydantic !=1.8,!=1.8.1,<3.0.0,>=1.7.4; requests <3.0.0,>=2.13.0; setuptools
  wwww 3.8.13 3.8.14 | jinja2; numpy >=1.19.0; packaging >=20.0; pydantic <3.0.0,>=2.0.0; requests <3.0.0,>=2.13.0; setuptools
  wwww 3.8.15 3.8.16 3.8.17 3.8.18 | click <9.0.0,>=8.2.1; jinja2; numpy >=1.19.0; packaging >=20.0; pydantic <3.0.0,>=2.0.0; requests <3.0.0,>=2.13.0; setuptools
statsmodels 0.14
  ssss 0.4.0 0.4.1 0.4.3 0.5.0 0.6.0 0.6.1 0.8.0 0.9.0 0.10.0 0.10.1 0.10.2 0.11.0 0.11.1 0.12.0 0.12.1 0.12.2 0.13.0
  wsss 0.13.1 | numpy >=1.17; pandas >=0.25; scipy >=1.3
  wsss 0.13.2 | numpy >=1.17; packaging >=21.3; pandas >=0.25; scipy >=1.3
  ww-- 0.13.3 0.13.4 0.13.5 | numpy >=1.17; packaging >=21.3; pandas >=0.25; scipy >=1.3
  --ss 0.13.3 0.13.4 0.13.5 | numpy >=1.17; packaging >=21.3; pandas >=0.25
  wwws 0.14.0 | numpy >=1.18; packaging >=21.3; pandas >=1.0; scipy !=1.9.2,>=1.4
  wwws 0.14.1 | numpy <2,>=1.18; packaging >=21.3; pandas !=2.1.0,>=1.0; scipy !=1.9.2,>=1.4
  wwws 0.14.2 | numpy >=1.22.3; packaging >=21.3; pandas !=2.1.0,>=1.4; scipy !=1.9.2,>=1.8
  wwww 0.14.3 0.14.4 0.14.5 0.14.6 | numpy <3,>=1.22.3; packaging >=21.3; pandas !=2.1.0,>=1.4; scipy !=1.9.2,>=1.8
  wwww 0.15.0 | numpy <3,>=1.23.5; packaging >=21.3; pandas !=2.1.0,>=1.4; scipy !=1.9.2,>=1.8
tensorflow 2.18 2.19 2.20
  ---- 0.12.0 0.12.1 1.0.0 1.0.1 1.1.0 1.2.0 1.2.1 1.3.0 1.4.0 1.4.1 1.5.0 1.5.1 1.6.0 1.7.0 1.7.1 1.8.0 1.9.0 1.10.0 1.10.1 1.11.0 1.12.0 1.12.2 1.12.3 1.13.1 1.13.2 1.14.0 1.15.0 1.15.2 1.15.3 1.15.4 1.15.5 2.0.0 2.0.1 2.0.2 2.0.3 2.0.4 2.1.0 2.1.1 2.1.2 2.1.3 2.1.4 2.2.0 2.2.1 2.2.2 2.2.3 2.3.0 2.3.1 2.3.2 2.3.3 2.3.4 2.4.0 2.4.1 2.4.2 2.4.3 2.4.4 2.5.0 2.5.1 2.5.2 2.5.3 2.6.0 2.6.1 2.6.2 2.6.3 2.6.4 2.6.5 2.7.0 2.7.1 2.7.2 2.7.3 2.7.4
  w--- 2.8.0 2.8.1 | h5py >=2.9.0; numpy >=1.20; protobuf >=3.9.2; setuptools; six >=1.12.0; typing-extensions >=3.6.6; wrapt >=1.11.0
  w--- 2.8.2 2.8.3 2.8.4 | h5py >=2.9.0; numpy >=1.20; protobuf <3.20,>=3.9.2; setuptools; six >=1.12.0; typing-extensions >=3.6.6; wrapt >=1.11.0
  w--- 2.9.0 | h5py >=2.9.0; numpy >=1.20; packaging; protobuf >=3.9.2; setuptools; six >=1.12.0; typing-extensions >=3.6.6; wrapt >=1.11.0
  w--- 2.9.1 2.9.2 2.9.3 | h5py >=2.9.0; numpy >=1.20; packaging; protobuf <3.20,>=3.9.2; setuptools; six >=1.12.0; typing-extensions >=3.6.6; wrapt >=1.11.0
  w--- 2.10.0 2.10.1 | h5py >=2.9.0; keras <2.11,>=2.10.0; numpy >=1.20; packaging; protobuf <3.20,>=3.9.2; setuptools; six >=1.12.0; typing-extensions >=3.6.6; wrapt >=1.11.0
  w--- 2.11.0 2.11.1 | h5py >=2.9.0; keras <2.12,>=2.11.0; numpy >=1.20; packaging; protobuf <3.20,>=3.9.2; setuptools; six >=1.12.0; typing-extensions >=3.6.6; wrapt >=1.11.0
  ww-- 2.12.0 | h5py >=2.9.0; keras <2.13,>=2.12.0; numpy <1.24,>=1.22; packaging; setuptools; six >=1.12.0; typing-extensions >=3.6.6; wrapt <1.15,>=1.11.0
  ww-- 2.12.1 | h5py >=2.9.0; keras <2.13,>=2.12.0; numpy <=1.24.3,>=1.22; packaging; setuptools; six >=1.12.0; typing-extensions <4.6.0,>=3.6.6; wrapt <1.15,>=1.11.0
  ww-- 2.13.0 2.13.1 | h5py >=2.9.0; keras <2.14,>=2.13.1; numpy <=1.24.3,>=1.22; packaging; setuptools; six >=1.12.0; typing-extensions <4.6.0,>=3.6.6; wrapt >=1.11.0
  ww-- 2.14.0 | h5py >=2.9.0; keras <2.15,>=2.14.0; numpy >=1.23.5; packaging; setuptools; six >=1.12.0; typing-extensions >=3.6.6; wrapt <1.15,>=1.11.0
  ww-- 2.14.1 | h5py >=2.9.0; keras <2.15,>=2.14.0; numpy <2.0.0,>=1.23.5; packaging; setuptools; six >=1.12.0; typing-extensions >=3.6.6; wrapt <1.15,>=1.11.0
  ww-- 2.15.0 2.15.0.post1 2.15.1 | h5py >=2.9.0; keras <2.16,>=2.15.0; numpy <2.0.0,>=1.23.5; packaging; setuptools; six >=1.12.0; typing-extensions >=3.6.6; wrapt <1.15,>=1.11.0
  ww-- 2.16.1 2.16.2 | h5py >=3.10.0; keras >=3.0.0; numpy <2.0.0,>=1.23.5; packaging; requests <3,>=2.21.0; setuptools; six >=1.12.0; typing-extensions >=3.6.6; wrapt >=1.11.0
  --w- 2.16.1 2.16.2 | h5py >=3.10.0; keras >=3.0.0; numpy <2.0.0,>=1.26.0; packaging; requests <3,>=2.21.0; setuptools; six >=1.12.0; typing-extensions >=3.6.6; wrapt >=1.11.0
  ww-- 2.17.0 2.17.1 | h5py >=3.10.0; keras >=3.2.0; numpy <2.0.0,>=1.23.5; packaging; requests <3,>=2.21.0; setuptools; six >=1.12.0; typing-extensions >=3.6.6; wrapt >=1.11.0
  --w- 2.17.0 2.17.1 | h5py >=3.10.0; keras >=3.2.0; numpy <2.0.0,>=1.26.0; packaging; requests <3,>=2.21.0; setuptools; six >=1.12.0; typing-extensions >=3.6.6; wrapt >=1.11.0
  www- 2.18.0 2.18.1 | h5py >=3.11.0; keras >=3.5.0; numpy <2.1.0,>=1.26.0; packaging; requests <3,>=2.21.0; setuptools; six >=1.12.0; typing-extensions >=3.6.6; wrapt >=1.11.0
  www- 2.19.0 2.19.1 | h5py >=3.11.0; keras >=3.5.0; numpy <2.2.0,>=1.26.0; packaging; requests <3,>=2.21.0; setuptools; six >=1.12.0; typing-extensions >=3.6.6; wrapt >=1.11.0
  wwww 2.20.0 | h5py >=3.11.0; keras >=3.10.0; numpy >=1.26.0; packaging; protobuf >=5.28.0; requests <3,>=2.21.0; setuptools; six >=1.12.0; typing-extensions >=3.6.6; wrapt >=1.11.0
  wwww 2.21.0 | h5py <3.15.0,>=3.11.0; keras >=3.12.0; numpy >=1.26.0; packaging; protobuf <8.0.0,>=6.31.1; requests <3,>=2.21.0; setuptools; six >=1.12.0; typing-extensions >=3.6.6; wrapt >=1.11.0
tokenizers 0.20 0.21 0.22
  ---- 0.0.1
  ssss 0.0.2 0.0.3 0.0.4 0.0.5 0.0.6 0.0.7 0.0.8 0.0.9 0.0.10 0.0.11 0.0.12 0.0.13 0.1.0 0.1.1 0.2.0 0.2.1 0.3.0 0.4.0 0.4.1 0.4.2 0.5.0 0.5.1 0.5.2 0.6.0 0.7.0 0.8.0 0.8.1 0.9.0 0.9.1 0.9.2 0.9.3 0.9.4 0.10.0 0.10.1 0.10.2 0.10.3 0.11.0 0.11.1 0.11.2 0.11.3 0.11.4
  wsss 0.11.5 0.11.6 0.12.0* 0.12.1 0.13.0 0.13.1
  wwss 0.13.2 0.13.3
  wwws 0.14.0 0.14.1 0.15.0 0.19.0 0.19.1 0.20.0 0.20.1
  wwww 0.15.1 0.15.2 0.20.2 0.20.3 0.20.4* 0.21.0 0.21.1 0.21.2 0.21.4 0.22.0 0.22.1 0.22.2 0.23.1 0.23.2 0.23.3
tomlkit 0.13 0.14
  wwww 0.1.0 0.1.1 0.2.0 0.3.0 0.4.0 0.4.1 0.4.2 0.4.3 0.4.4 0.4.5 0.4.6 0.5.0 0.5.1 0.5.2 0.5.3 0.5.4 0.5.5 0.5.6 0.5.7 0.5.8 0.5.9 0.5.10 0.5.11 0.6.0 0.7.0 0.7.1 0.7.2 0.8.0 0.9.0 0.9.1 0.9.2 0.10.0 0.10.1 0.10.2 0.11.0 0.11.1 0.11.2 0.11.3 0.11.4 0.11.5 0.11.6 0.11.7 0.11.8 0.12.0 0.12.1 0.12.2 0.12.3 0.12.4 0.12.5 0.13.0 0.13.1 0.13.2 0.13.3 0.14.0 0.15.0 0.15.1 0.15.2
torch 2.6 2.7 2.8 2.9 2.10 2.11 2.12 2.13 2.14
  ---- 1.0.0 1.0.1 1.1.0 1.2.0 1.3.0 1.3.1 1.4.0 1.5.0 1.5.1 1.6.0 1.7.0 1.7.1 1.8.0 1.8.1 1.9.0 1.9.1 1.10.0 1.10.1 1.10.2
  w--- 1.11.0 1.12.0 1.12.1 | typing-extensions
  ww-- 1.13.0 1.13.1 | typing-extensions
  ww-- 2.0.0 2.0.1 2.1.0 2.1.1 2.1.2 | jinja2; typing-extensions
  www- 2.2.0 2.2.1 2.2.2 2.3.0 2.3.1 | jinja2; typing-extensions >=4.8.0
  www- 2.4.0 2.4.1 | jinja2; setuptools; typing-extensions >=4.8.0
  ww-- 2.5.0 2.5.1 | jinja2; typing-extensions >=4.8.0
  --ww 2.5.0 2.5.1 | jinja2; setuptools; typing-extensions >=4.8.0
  ww-- 2.6.0 2.7.0 2.7.1 2.8.0 2.9.0 2.9.1 2.10.0 | jinja2; typing-extensions >=4.10.0
  --ww 2.6.0 2.7.0 2.7.1 2.8.0 2.9.0 2.9.1 2.10.0 | jinja2; setuptools; typing-extensions >=4.10.0
  wwww 2.11.0 2.12.0 2.12.1 | jinja2; setuptools <82; typing-extensions >=4.10.0
  wwww 2.13.0 2.14.0 2.14.1 | jinja2; setuptools >=77.0.3; typing-extensions >=4.10.0
  -www 2.15.0 | jinja2; setuptools >=77.0.3; typing-extensions >=4.13.0
torchvision 0.21 0.22 0.23 0.24 0.25 0.26 0.27 0.28
  wwww 0.1.6* 0.1.7* 0.1.8* 0.1.9* 0.2.0* 0.2.1* 0.2.2* 0.2.2.post2* 0.2.2.post3*
  ---- 0.3.0 0.4.0 0.4.1 0.4.1.post2 0.4.2 0.5.0 0.6.0 0.6.1 0.7.0 0.8.0 0.8.1 0.8.2 0.9.0 0.9.1 0.10.0 0.10.1 0.11.0* 0.11.1 0.11.2 0.11.3
  w--- 0.12.0 | numpy; pillow !=8.3.*,>=5.3.0; requests; torch ==1.11.0; typing-extensions
  w--- 0.13.0 | numpy; pillow !=8.3.*,>=5.3.0; requests; torch ==1.12.0; typing-extensions
  w--- 0.13.1 | numpy; pillow !=8.3.*,>=5.3.0; requests; torch ==1.12.1; typing-extensions
  w--- 0.14.0 | numpy; pillow !=8.3.*,>=5.3.0; requests; torch ==1.13.0; typing-extensions
  w--- 0.14.1 | numpy; pillow !=8.3.*,>=5.3.0; requests; torch ==1.13.1; typing-extensions
  ww-- 0.15.0* | numpy; pillow !=8.3.*,>=5.3.0; requests; torch ==2.0.0+cu117
  ww-- 0.15.1 | numpy; pillow !=8.3.*,>=5.3.0; requests; torch ==2.0.0
  ww-- 0.15.2 | numpy; pillow !=8.3.*,>=5.3.0; requests; torch ==2.0.1
  ww-- 0.16.0 | numpy; pillow !=8.3.*,>=5.3.0; requests; torch ==2.1.0
  ww-- 0.16.1 | numpy; pillow !=8.3.*,>=5.3.0; requests; torch ==2.1.1
  ww-- 0.16.2 | numpy; pillow !=8.3.*,>=5.3.0; requests; torch ==2.1.2
  www- 0.17.0 | numpy; pillow !=8.3.*,>=5.3.0; requests; torch ==2.2.0
  www- 0.17.1 | numpy; pillow !=8.3.*,>=5.3.0; torch ==2.2.1
  www- 0.17.2 | numpy; pillow !=8.3.*,>=5.3.0; torch ==2.2.2
  www- 0.18.0 | numpy; pillow !=8.3.*,>=5.3.0; torch ==2.3.0
  www- 0.18.1 | numpy; pillow !=8.3.*,>=5.3.0; torch ==2.3.1
  www- 0.19.0 | numpy; pillow !=8.3.*,>=5.3.0; torch ==2.4.0
  www- 0.19.1 | numpy; pillow !=8.3.*,>=5.3.0; torch ==2.4.1
  www- 0.20.0 | numpy; pillow !=8.3.*,>=5.3.0; torch ==2.5.0
  www- 0.20.1 | numpy; pillow !=8.3.*,>=5.3.0; torch ==2.5.1
  wwww 0.21.0 | numpy; pillow !=8.3.*,>=5.3.0; torch ==2.6.0
  wwww 0.22.0 | numpy; pillow !=8.3.*,>=5.3.0; torch ==2.7.0
  wwww 0.22.1 | numpy; pillow !=8.3.*,>=5.3.0; torch ==2.7.1
  wwww 0.23.0 | numpy; pillow !=8.3.*,>=5.3.0; torch ==2.8.0
  wwww 0.24.0 | numpy; pillow !=8.3.*,>=5.3.0; torch ==2.9.0
  wwww 0.24.1 | numpy; pillow !=8.3.*,>=5.3.0; torch ==2.9.1
  wwww 0.25.0 | numpy; pillow !=8.3.*,>=5.3.0; torch ==2.10.0
  wwww 0.26.0 | numpy; pillow !=8.3.*,>=5.3.0; torch ==2.11.0
  wwww 0.27.0 | numpy; pillow !=8.3.*,>=5.3.0; torch ==2.12.0
  wwww 0.27.1 | numpy; pillow !=8.3.*,>=5.3.0; torch ==2.12.1
  wwww 0.28.0 | numpy; pillow !=8.3.*,>=5.3.0; torch ==2.13.0
  wwww 0.29.0 | numpy; pillow !=8.3.*,>=5.3.0; torch ==2.14.0
  wwww 0.29.1 0.29.2 | numpy; pillow !=8.3.*,>=5.3.0; torch >=2.14.0
transformers 4.47 4.48 4.49 4.50 4.51 4.52 4.53 4.54 4.55 4.56 4.57 5.0 5.1 5.2 5.3 5.4 5.5 5.6 5.7 5.8 5.9 5.10 5.11 5.12 5.13 5.14 5.15 5.16 5.17 5.18 5.19 5.20 5.21 5.22 5.23
  wwww 0.1 2.0.0 2.1.0 2.1.1 2.2.0 2.2.1 2.2.2 2.3.0 2.4.0 2.4.1 2.5.0 2.5.1 2.6.0 2.7.0 2.8.0 2.9.0 2.9.1 2.10.0 2.11.0 3.0.0 3.0.1 3.0.2 3.1.0 3.2.0 3.3.0 3.3.1 3.4.0 3.5.0 3.5.1 4.0.0 4.0.1 4.1.0 4.1.1 4.2.0 4.2.1 4.2.2 4.3.0 4.3.1 4.3.2 4.3.3 4.4.0 4.4.1 4.4.2 4.5.0 4.5.1 4.6.0 4.6.1 4.7.0 4.8.0 4.8.1 4.8.2 4.9.0 4.9.1 4.9.2 4.10.0 4.10.1 4.10.2 4.10.3 4.11.0 4.11.1 4.11.2 4.11.3 4.12.0 4.12.1 4.12.2 4.12.3 4.12.4 4.12.5 4.13.0 4.14.0* 4.14.1 4.15.0 4.16.0 4.16.1 4.16.2 4.17.0 4.18.0 4.19.0 4.19.1 4.19.2 4.19.3 4.19.4
  wwww 4.20.0 4.20.1 4.21.0 4.21.1 4.21.2 4.21.3 4.22.0 4.22.1 4.22.2 | numpy >=1.17; packaging >=20.0; pyyaml >=5.1; requests; tokenizers !=0.11.3,<0.13,>=0.11.1
  wwww 4.23.0 4.23.1 4.24.0 4.25.0* 4.25.1 4.26.0 4.26.1 4.27.0 4.27.1 4.27.2 4.27.3 4.27.4 4.28.0 4.28.1 4.29.0 4.29.1 4.29.2 4.30.0 4.30.1 4.30.2 4.31.0 4.32.0 4.32.1 4.33.0 4.33.1 4.33.2 4.33.3 | numpy >=1.17; packaging >=20.0; pyyaml >=5.1; requests; tokenizers !=0.11.3,<0.14,>=0.11.1
  wwww 4.34.0 4.34.1 4.35.0 4.35.1 | numpy >=1.17; packaging >=20.0; pyyaml >=5.1; requests; tokenizers <0.15,>=0.14
  wwww 4.35.2 4.36.0 4.36.1 4.36.2 4.37.0 4.37.1 4.37.2 4.38.0 4.38.1 4.38.2 4.39.0 4.39.1 4.39.2 4.39.3 | numpy >=1.17; packaging >=20.0; pyyaml >=5.1; requests; tokenizers <0.19,>=0.14
  wwww 4.40.0 4.40.1 4.40.2 4.41.0 4.41.1 4.41.2 4.43.0 4.43.1 4.43.2 4.43.3 4.43.4 4.44.0 4.44.1 4.44.2 | numpy >=1.17; packaging >=20.0; pyyaml >=5.1; requests; tokenizers <0.20,>=0.19
  wwww 4.42.0 4.42.1 4.42.2 4.42.3 4.42.4 | numpy <2.0,>=1.17; packaging >=20.0; pyyaml >=5.1; requests; tokenizers <0.20,>=0.19
  wwww 4.45.0 4.45.1 4.45.2 4.46.0* 4.46.1 4.46.2 4.46.3 | numpy >=1.17; packaging >=20.0; pyyaml >=5.1; requests; tokenizers <0.21,>=0.20
  wwww 4.47.0 4.47.1 4.48.0 4.48.1 4.48.2 4.48.3 4.49.0 4.50.0 4.50.1 4.50.2 4.50.3 4.51.0 4.51.1 4.51.2 4.51.3 4.52.0* 4.52.1 4.52.2 4.52.3 4.52.4 4.53.0 4.53.1 4.53.2 4.53.3 4.54.0 4.54.1 4.55.0 4.55.1 4.55.2 4.55.3 4.55.4 | numpy >=1.17; packaging >=20.0; pyyaml >=5.1; requests; tokenizers <0.22,>=0.21
  wwww 4.56.0 4.56.1 4.56.2 4.57.0* 4.57.1 4.57.2 4.57.3 4.57.4 4.57.5 4.57.6 | numpy >=1.17; packaging >=20.0; pyyaml >=5.1; requests; tokenizers <=0.23.0,>=0.22.0
  wwww 5.0.0 5.1.0 5.2.0 5.3.0 5.4.0 5.5.0 5.5.1 5.5.2 5.5.3 5.5.4 5.6.0 5.6.1 5.6.2 5.7.0 5.8.0 5.8.1 5.9.0 5.10.0* 5.10.1 5.10.2 5.10.4 5.11.0 5.12.0 5.12.1 5.13.0 5.13.1 5.14.0 5.14.1 5.15.0 5.15.1 | numpy >=1.17; packaging >=20.0; pyyaml >=5.1; tokenizers <=0.23.0,>=0.22.0
  wwww 5.16.0 5.16.1 5.17.0 5.18.0 5.19.0 5.20.0 5.20.1 5.20.2 | numpy >=1.17; packaging >=20.0; pyyaml >=5.1; tokenizers <0.24.0,>=0.23.1
  -www 5.21.0 5.21.1 5.22.0 5.22.1 5.22.2 5.23.0 5.24.0 | numpy >=1.17; packaging >=20.0; pyyaml >=5.1; tokenizers <0.24.0,>=0.23.1
typing-extensions 4.13 4.14 4.15
  wwww 3.6.2 3.6.2.1 3.6.5 3.6.6 3.7.2 3.7.4 3.7.4.1 3.7.4.2 3.7.4.3 3.10.0.0 3.10.0.1 3.10.0.2 4.0.0 4.0.1 4.1.0 4.1.1 4.2.0 4.3.0 4.4.0 4.5.0 4.6.0 4.6.1 4.6.2 4.6.3 4.7.0 4.7.1 4.8.0 4.9.0 4.10.0 4.11.0 4.12.0 4.12.1 4.12.2 4.13.0 4.13.1 4.13.2 4.14.0 4.14.1 4.15.0 4.16.0
werkzeug
  wwww 0.1 0.2 0.3 0.3.1 0.4 0.4.1 0.5 0.5.1 0.6 0.6.1 0.6.2 0.7 0.7.1 0.7.2 0.8 0.8.1 0.8.2 0.8.3 0.9 0.9.1 0.9.2 0.9.3 0.9.4 0.9.5 0.9.6 0.10 0.10.1 0.10.2 0.10.4 0.11 0.11.1 0.11.2 0.11.3 0.11.4 0.11.5 0.11.6 0.11.7 0.11.8 0.11.9 0.11.10 0.11.11 0.11.12 0.11.13 0.11.14 0.11.15 0.12 0.12.1 0.12.2 0.13 0.14 0.14.1 0.15.0 0.15.1 0.15.2 0.15.3 0.15.4 0.15.5 0.15.6 0.16.0 0.16.1 1.0.0 1.0.1 2.0.0 2.0.1 2.0.2 2.0.3 2.1.0 2.1.1 2.1.2
  wwww 2.2.0 2.2.1 2.2.2 2.2.3 2.3.0 2.3.1 2.3.2 2.3.3 2.3.4 2.3.5 2.3.6 2.3.7 2.3.8 3.0.0 3.0.1 3.0.2 3.0.3 3.0.4 3.0.5 3.0.6 3.1.0 3.1.1 3.1.2 3.1.3 3.1.4 3.1.5 3.1.6 3.1.7 3.1.8 3.1.9 | markupsafe >=2.1.1
wrapt 1.14 1.17 2.0 2.1 2.2 2.3 2.4
  wwww 1.0.0 1.1.0 1.1.1 1.1.2 1.1.3 1.1.4 1.2.0 1.2.1 1.3.0 1.3.1 1.4.0 1.4.1 1.4.2 1.5.0 1.5.1 1.6.0 1.7.0 1.8.0 1.9.0 1.10.0 1.10.1 1.10.2 1.10.4 1.10.5 1.10.6 1.10.7 1.10.8 1.10.9 1.10.10 1.10.11 1.11.0 1.11.1 1.11.2 1.12.0 1.12.1 1.13.0* 1.13.1* 1.13.2 1.13.3 1.14.0 1.14.1 1.14.2 1.15.0 1.16.0 1.17.0 1.17.1 1.17.2 1.17.3 2.0.0 2.0.1 2.1.0 2.1.1 2.1.2 2.2.0 2.2.1 2.2.2 2.3.0 2.4.0 2.4.1 2.5.0 2.5.1 2.5.2
xgboost 2.1 3.0 3.1 3.2 3.3
  ssss 0.7.post3 0.7.post4 0.71
  wwww 0.72.1 0.80 0.81 0.82 0.90 1.0.0 1.0.1 1.0.2 1.1.0 1.1.1 1.2.0 1.2.1 1.3.0.post0 1.3.1 1.3.2 1.3.3 1.4.0 1.4.1 1.4.2 1.5.0 1.5.1 1.5.2 1.6.0 1.6.1 1.6.2 1.7.0.post0 1.7.1 1.7.2 1.7.3 1.7.4 1.7.5 1.7.6 2.0.0 2.0.1 2.0.2 2.0.3 2.1.0 2.1.1 2.1.2 2.1.3 2.1.4 3.0.0 3.0.1 3.0.2 3.0.3 3.0.4 3.0.5 3.1.0 3.1.1 3.1.2 3.1.3 3.2.0 | numpy; scipy
  ---- 1.7.0*
  --ww 3.3.0 3.4.0 3.4.1 | numpy; scipy
`;
