// A field that a key leads to: <input data-key="/">.
function findKey(root) {
  const input = root.querySelector("[data-key]")
  if (!input) return
  root.addEventListener("keydown", (event) => {
    if (event.key !== input.dataset.key || event.target.closest("input, textarea, select")) return
    event.preventDefault()
    input.focus()
  })
}

findKey(document)
