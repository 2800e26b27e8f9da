// The content desk: keys, a preview that follows the typing, a warning before unsaved words are left behind.
// <form data-editor> with buttons [data-preview] that send the form into a frame; rows are [data-row].
const PAUSE = 900

function editor(root) {
  const form = root.querySelector("[data-editor]")
  if (!form) return
  const previews = [...form.querySelectorAll("[data-preview]")]
  let chosen = previews[0]
  let timer
  let isDirty = false
  const preview = () => chosen && form.requestSubmit(chosen)
  for (const button of previews) button.addEventListener("click", () => (chosen = button))
  form.addEventListener("input", () => {
    isDirty = true
    clearTimeout(timer)
    timer = setTimeout(preview, PAUSE)
  })
  form.addEventListener("submit", (event) => {
    if (!previews.includes(event.submitter)) isDirty = false
  })
  addEventListener("beforeunload", (event) => isDirty && event.preventDefault())
  form.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") act(event, () => form.requestSubmit())
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") act(event, preview)
    if (event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key)) act(event, () => move(event))
  })
  preview()
}

function act(event, then) {
  event.preventDefault()
  then()
}

function move(event) {
  const row = event.target.closest("[data-row]")
  const name = event.key === "ArrowUp" ? ".up" : ".down"
  const button = row && [...row.querySelectorAll(":scope > .moves button")].find((one) => one.value.endsWith(name))
  button?.click()
}

editor(document)
