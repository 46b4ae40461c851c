// Runs before the first paint, so that a chosen theme never flashes. No choice means: as the system says.
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.classList.add(theme);
} catch {
  // Storage is closed to us (private window, strict settings): the system's theme is used.
}
