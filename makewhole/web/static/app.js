// What a page does beyond HTML: keys in the console, theme without a round trip, times in the reader's
// zone, names of chosen photos, zoom. Every page works without this file.
"use strict";
(() => {
  const root = document.documentElement;
  root.dataset.script = "yes";

  const localTimes = (within) => {
    const say = new Intl.DateTimeFormat(root.lang, { dateStyle: "medium", timeStyle: "short" });
    for (const time of within.querySelectorAll("time[data-local]")) {
      const words = say.format(new Date(time.dateTime));
      // Writing the same words again would wake the observer below for ever.
      if (time.textContent !== words) time.textContent = words;
    }
  };

  const walkers = () => [...document.querySelectorAll("[data-walk] > li > a")];
  const walk = (by) => {
    const lines = walkers();
    if (!lines.length) return;
    const at = lines.indexOf(document.activeElement);
    lines[Math.min(lines.length - 1, Math.max(0, at < 0 ? 0 : at + by))].focus();
  };

  let pending = "";
  const onKey = (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = pending ? `${pending} ${event.key}` : event.key;
    pending = event.key === "g" ? "g" : "";
    const go = document.querySelector(`[data-key="${CSS.escape(key).replace("\\ ", " ")}"]`);
    if (key === "j") walk(1);
    else if (key === "k") walk(-1);
    else if (key === "u") document.querySelector("[data-up]")?.click();
    else if (go) go.click();
    else return;
    event.preventDefault();
  };

  const zoom = (link) => {
    const dialog = document.createElement("dialog");
    dialog.className = "zoom";
    const image = document.createElement("img");
    image.src = link.href;
    image.alt = link.querySelector("img")?.alt ?? "";
    dialog.append(image);
    image.addEventListener("click", () => { dialog.dataset.level = dialog.dataset.level === "2" ? "1" : "2"; });
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    dialog.addEventListener("close", () => { dialog.remove(); link.focus(); });
    document.body.append(dialog);
    dialog.showModal();
  };

  document.addEventListener("keydown", onKey);
  document.addEventListener("click", (event) => {
    const photo = event.target.closest("a[data-zoom]");
    if (photo) { event.preventDefault(); zoom(photo); return; }
    const theme = event.target.closest("[data-theme-switch]");
    if (theme) {
      event.preventDefault();
      const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      const next = dark ? "light" : "dark";
      root.dataset.theme = next;
      theme.value = dark ? "dark" : "light";
      const body = new URLSearchParams(new FormData(theme.form));
      body.set("theme", next);
      fetch(theme.form.action, { method: "POST", body, redirect: "manual" });
    }
  });
  document.addEventListener("change", (event) => {
    const control = event.target;
    if (control.matches("select[data-submit]")) control.form.requestSubmit();
    if (control.matches("input[data-files]")) {
      const slot = control.closest(".slot");
      const names = [...slot.querySelectorAll("input[data-files]")].flatMap((input) => [...input.files]).map((file) => file.name);
      slot.querySelector(".picked").textContent = names.length ? `✓ ${names.join(", ")}` : "";
    }
  });
  document.addEventListener("DOMContentLoaded", () => {
    localTimes(document);
    document.querySelector("[data-focus]")?.focus();
    const live = document.getElementById("live");
    if (live) new MutationObserver(() => localTimes(live)).observe(live, { childList: true, characterData: true, subtree: true });
  });
})();
