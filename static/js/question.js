// Keeps an answer as soon as it is chosen or a field is left, so that closing the page loses nothing.
// Without this, Continue keeps it. A refusal is left for Continue to show: an answer may be half typed.
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const status = form.querySelector("[data-saved]")
  let pending = null

  form.addEventListener("change", async () => {
    pending?.abort()
    pending = new AbortController()
    status.textContent = ""
    try {
      const answer = await fetch(location.href, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Autosave": "1" },
        signal: pending.signal,
      })
      if (answer.status === 204) status.textContent = "Saved"
    } catch {
      status.textContent = ""
    }
  })

  // An earlier answer must not arrive after the one being sent.
  form.addEventListener("submit", () => pending?.abort())
}
