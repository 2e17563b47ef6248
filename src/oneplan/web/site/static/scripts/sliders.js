// A slider beside a number: each moves the other. Without script there is the number alone.
for (const slider of document.querySelectorAll("[data-slides]")) {
  const number = document.getElementById(slider.dataset.slides);
  slider.hidden = false;
  slider.addEventListener("input", () => (number.value = slider.value));
  number.addEventListener("input", () => (slider.value = number.value));
}

// On a phone the first group would stand between the answer and what it rests on.
if (matchMedia("(max-width: 720px)").matches)
  for (const group of document.querySelectorAll("[data-folds-on-phone]")) group.open = false;
