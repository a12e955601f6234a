document.querySelector("form.send").submit();
