const root = document.documentElement;

function chosen() {
  if (root.classList.contains("light")) return "light";
  return root.classList.contains("dark") ? "dark" : "system";
}

function choose(theme) {
  root.classList.remove("light", "dark");
  if (theme !== "system") root.classList.add(theme);
  try {
    if (theme === "system") localStorage.removeItem("theme");
    else localStorage.setItem("theme", theme);
  } catch {
    // The choice holds for this page only.
  }
  showChoice();
}

function showChoice() {
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === chosen()));
  }
}

for (const group of document.querySelectorAll("[data-theme-switch]")) {
  group.hidden = false;
  group.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-choice]");
    if (button) choose(button.dataset.themeChoice);
  });
}
showChoice();
