@echo off
rem Double-click this file: it sets CleanClaim up (the first time takes a few minutes) and opens it in your browser.
rem Leave the window open while you work; close it to stop.
title CleanClaim
pushd "%~dp0"
set PYTHONUTF8=1
where py >nul 2>nul
if not errorlevel 1 (
    py -3 run.py lab %*
    goto ended
)
where python >nul 2>nul
if not errorlevel 1 (
    python run.py lab %*
    goto ended
)
echo CleanClaim needs Python 3.11 or newer, and this computer has none.
echo Install it from https://www.python.org/downloads/ and double-click this file again.
:ended
if errorlevel 1 echo CleanClaim stopped. What to do stands in the lines above.
popd
pause
