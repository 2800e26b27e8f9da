// Saves an answer while it is written, so that closing the page loses nothing and what it says is heard at once.
// Without this, Continue saves it. A refusal is left for Continue to show: an answer may be half typed.
// <form data-autosave> with an element [data-saved] for the status.
const PAUSE_MS = 800

function autosave(form) {
  const status = form.querySelector("[data-saved]")
  let pending = null
  let timer = 0
  let isChanged = false

  async function save() {
    clearTimeout(timer)
    pending?.abort()
    pending = new AbortController()
    isChanged = false
    status.textContent = ""
    try {
      const response = await fetch(location.href, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Autosave": "1" },
        keepalive: true,
        signal: pending.signal,
      })
      if (response.status === 204) status.textContent = "Saved"
    } catch {
      status.textContent = ""
    }
  }

  form.addEventListener("input", () => {
    isChanged = true
    clearTimeout(timer)
    timer = setTimeout(save, PAUSE_MS)
  })
  form.addEventListener("change", save)
  // Whoever leaves in the middle of a word: the request outlives the page.
  addEventListener("pagehide", () => { if (isChanged) save() })

  // An earlier answer must not arrive after the one being sent.
  form.addEventListener("submit", () => {
    clearTimeout(timer)
    isChanged = false
    pending?.abort()
  })
}

for (const form of document.querySelectorAll("form[data-autosave]")) autosave(form)
