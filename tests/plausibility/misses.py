"""What the page says beside its rows: measurements that are still missed, with why, and questions of dose left open."""

from __future__ import annotations

MISSES = """## Still missed, and why

Rows of the tables that the model does not meet, or meets only at the end of its interval; how each stands beside its interval is on the pages of
[mechanics](validation-mechanics.md) and [permeation](validation-permeation.md).

- *Pain under a cream, rows A324 and A325* (5.2 and 3.3 of 10 for a 1 mm roller): the model gives 1.1 under the cream and less than 4 without any, so no
  cream can reach them, while C303 reports 1.1 at 2 mm. Studies of numbed skin disagree fivefold, the deeper needles hurting less, and
  no level meets both. What a fine roller before the cream takes off, 0.64, is met (0.7 in the mean over people).
- *Numbing on the face, row A355* (6 of 10 people numb after half an hour, 92 % of draws): blanching that sets in over 20 or 40 minutes and corneum that stays
  dry leave 83 to 90 % and spoil the depth reached after an hour (A335), so neither is in the model.
- *Lidocaine 4 % for 20 open minutes on the forearm, row N119* (7 of 10 numb, 10 % of draws): a liposomal cream, unblinded; how liposomes carry a drug into
  corneum is not in the model, and without them twenty minutes are too short for a limb.
- *Water loss of rats after needles of 0.77 mm, row B171* (back in 4 to 5 h): the middle is 14 h, the row lies inside an interval of 3 to 30 h. After needles of
  0.37 mm the model says 3.6 h where rats of the same study needed 4 to 5: it has a step with length that they do not show, and the plug that would shut long
  and short channels alike is already set on them.
- *Long dextrans in epidermis, rows A163 and A164* (1 and 8 um2/s; 0.06 and 0.55): epidermis slows them eight times more than dermis, a factor set between two
  alcohols (A246, A247). Which chain gave which end is not in the rows, so it was not set on them; in dermis the same chains are met.
- *Collagen of untreated skin, rows B225 to B227*: falls by 1.5 % in five years where people of different ages differ by 3 to 5 %. Lines, texture and firmness are
  met instead, and no one pace meets all ([ageing](model.md#ageing)).

## Passes: is a benefit that hardly rises the model's law, or truth?

After one session with a pen at 1.5 mm, 1, 2, 4, 8 and 15 passes improve scars by 8.6, 10.2, 11.3, 11.9 and 11.7 %; after four sessions by 27.6, 30.9, 32.9, 33.7 and
32.6 %. Redness lasts 2.2, 2.5, 3.0, 4.5 and 7.2 days, and the chance of dark marks doubles with every doubling. So two passes bring nine tenths
of all that passes can, and eight cost four times the marks of two.

- *It is the model's answer and no wish*: the cell around one channel says that a first pass (some 675 channels per cm2) gains 92 % of the collagen of 3000 per
  cm2 where they are 0.05 mm wide in radius, since tissue is then within reach of a channel, and less where they are finer
  ([decision 16](decisions/0016-the-cell-around-a-channel.md)). The course above gives 82 % of its best. Sparse channels still add up: two passes of a roller gain twice one.
- *No trial of needles has asked it.* Of the 34 comparisons within studies that the model is judged by none varies passes or density. Depth was compared, and mattered
  (2.5 against 1.5 mm, C163; the model after one session: 14.8 against 11.3 %). Fractional lasers were asked: twice the density did nothing for satisfaction (N023),
  20 against 10 % of the surface nothing for acne scars (N026), and both had clearly more side effects (N022, N025, N026). In mice 10 cycles of a roller grew more hair than
  3, 6 or 13 (N048). Direction and shape agree; where the optimum lies for needles rests on numbers of damage that were set by hand.
- *What would settle it*: one trial of two against eight passes at one depth, sides of one face, with dark marks counted.

## Curves that were looked at

Beside the rows above, with the nominal numbers: depth 0.1 to 3 mm, passes 1 to 60, sessions 1 to 8, 1 to 84 days between them, width and number of needles, gliding
speed, pens, rollers and stamps, age, phototype, site, sun, wraps, anti-inflammatory tablets, area; products by strength, dose, pH, delay, passes, length, age and
hours. Looked at and left, since they are what the laws say: a kink in days of redness on the third day, from which the first moment without visible redness ends the
count; a step of redness from hours to most of a day where its second wave first shows; a step of redness between sessions two and three days apart, where one spell
becomes several; needles beyond sixteen in one head reach less deep, since they share one drive; what is left after two years rises a little with age, since old
skin turns over more slowly.
"""
