// The pieces of one answer play one after the other, and never two answers at once.
document.addEventListener("ended", (event) => {
  const next = event.target.closest("li")?.nextElementSibling?.querySelector("audio");
  next?.play();
}, { capture: true });

document.addEventListener("play", (event) => {
  for (const player of document.querySelectorAll("audio")) {
    if (player !== event.target) player.pause();
  }
}, { capture: true });
