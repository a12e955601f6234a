// Light or dark, before anything is drawn: ?look=dark or ?look=light (kept), else as the system is set.
(function () {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const asked = new URLSearchParams(location.search).get("look");
  let look = "";
  try {
    if (asked) localStorage.setItem("cleanclaim-look", asked);
    look = localStorage.getItem("cleanclaim-look") || "";
  } catch {
    look = asked || ""; // a browser that keeps nothing
  }
  const set = () => {
    const is_dark = look ? look === "dark" : dark.matches;
    document.documentElement.dataset.jpThemeLight = String(!is_dark);
    document.documentElement.style.colorScheme = is_dark ? "dark" : "light";
  };
  set();
  dark.addEventListener("change", set);
})();
