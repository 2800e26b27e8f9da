// Saves an answer as soon as it is chosen or a field is left, so that closing the page loses nothing.
// Without this, Continue saves it. A refusal is left for Continue to show: an answer may be half typed.
// <form data-autosave> with an element [data-saved] for the status.
function autosave(form) {
  const status = form.querySelector("[data-saved]")
  let pending = null

  form.addEventListener("change", async () => {
    pending?.abort()
    pending = new AbortController()
    status.textContent = ""
    try {
      const response = await fetch(location.href, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Autosave": "1" },
        signal: pending.signal,
      })
      if (response.status === 204) status.textContent = "Saved"
    } catch {
      status.textContent = ""
    }
  })

  // An earlier answer must not arrive after the one being sent.
  form.addEventListener("submit", () => pending?.abort())
}

for (const form of document.querySelectorAll("form[data-autosave]")) autosave(form)
