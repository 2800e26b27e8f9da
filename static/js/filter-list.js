// A box that filters a list as you type. Hidden until this runs, because without it the box would do nothing.
// <div data-narrow="list-id" hidden><input><output></output></div>; items carry data-words; groups are data-narrow-group.
function filterLists(root) {
  for (const box of root.querySelectorAll("[data-narrow]")) {
    const list = root.getElementById(box.dataset.narrow)
    const input = box.querySelector("input")
    if (!list || !input) continue
    box.hidden = false
    input.addEventListener("input", () => filterList(list, input.value, box.querySelector("output")))
  }
}

function filterList(list, query, output) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  let shown = 0
  for (const item of list.querySelectorAll("[data-words]")) {
    const text = item.dataset.words.toLowerCase()
    item.hidden = !words.every((word) => text.includes(word))
    shown += item.hidden ? 0 : 1
  }
  for (const group of list.querySelectorAll("[data-narrow-group]")) {
    group.hidden = !group.querySelector("[data-words]:not([hidden])")
  }
  output.textContent = words.length ? (shown ? `${shown} shown` : "Nothing by that name here yet. Answering six questions works for any role.") : ""
}

filterLists(document)
