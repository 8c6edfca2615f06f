"""The parts that every page is built of. See them all: ``python -m simtrainer.ui.kit.gallery``.

Rules of the kit
    Lengths are pixels of the design at 100 %; ``theme().px(n)`` scales them. The layouts here
    scale by themselves; for a fixed size use ``sizing.fix_size(widget, width=372, height=None)``.
    Colours are names of ``tokens.Palette`` ("text", "accent", "patient_tint"). Painted widgets read
    ``theme()`` while painting and call ``update`` on ``theme().changed``.
    All text is shown as plain text (tooltips: ``text.as_tooltip``). Keys of choices and rows are
    strings that the page invents. Pages set no style sheets. Connect methods, not lambdas that hold
    ``self``, and ask ``parentWidget()`` rather than keeping the parent: a window that is part of a
    cycle is deleted by the collector at any moment, also while it is painted.

theme.py    ``theme() -> Theme``: ``.palette .zoom .mode .font_choice .reduced_motion .fade_ms``;
            ``.px(n) .color(role) .font(size, weight) .set(mode=Mode.AUTO|LIGHT|DARK, zoom=,
            font_choice=, reduced_motion=) .zoom_in() .zoom_out()``; signal ``changed()``
tokens.py   ``LIGHT DARK Palette Space Radius Type Size FADE_MS contrast() mixed()`` (no Qt)
fonts.py    ``FontChoice.INTER|LEGIBLE|DYSLEXIC`` with ``.label``
icons.py    ``Icon(name, role="text", size=20)``, ``.set_icon(name, role)``; ``icon(name, role) ->
            QIcon``, ``pixmap(...)``, ``paint_icon(painter, rect, name, role)``; names:
            ``icon_data.ICONS``
layouts.py  ``VBox HBox(parent=None, space=0, margins=0)``; margins: all, (across, down) or (left,
            top, right, bottom); ``Grid(space=(12, 8))``, ``FlowLayout(space=8)``
text.py     ``Label(text, size=14, weight=400, role="text")``, ``.set_role() .set_weight()``;
            ``ElidedLabel`` (one line, shortened); ``WrapLabel(..., max_lines=0)``; ``page_title(t)
            heading(t) note(t)``
card.py     ``Card(title="", margins=0, space=0, around="canvas")``: ``.body`` (VBox), ``.title``,
            ``.set_title() .add_action(w) .add_beside_title(w)``; ``Panel(ground, line="", radius=0,
            edge="top|bottom|left|right")``; ``Line(upright=False)``; ``Scroll(margins, space)``
            with ``.body``; ``Facts(name_width=96)``: ``.add(name, widget)``
button.py   ``Button(text, kind="secondary", icon="", height="normal", key_hint="", menu=None)``;
            kinds primary, secondary, accent, quiet, danger, patient; heights small 28, normal 34,
            main 42; ``.set_icon() .set_kind() .set_key_hint() .set_menu(QMenu)``;
            ``IconButton(icon, name, role="second", side=28)``; ``link(text)``; all: ``clicked``
chip.py     ``Chip(category, [(key, label)], several=True)``: ``.values() .set_values() .clear()
            .set_options()``, signal ``values_changed(frozenset)``; ``SortChip(name, options)``:
            ``.value() .set_value()``, ``value_changed(str)``
choice.py   ``SegmentedChoice(name, [(key, label)], icons=None)`` and ``TabBar(name, [(key, label,
            icon)])``: ``.value() .set_value(key) .button(key)``, signal ``chosen(str)`` (user
            only); ``TabBar.set_count(key, n) .show_icons(bool) .set_tab_visible(key, bool)``;
            ``CheckBox(text)``, ``Radio(text)`` (Qt's signals)
fields.py   ``Field(label, control, unit="", help_text="")``: ``.set_message(text, "warning"|
            "error") .set_unit()``; ``LineEdit(text, placeholder=)``, ``TextEdit(text, placeholder=,
            lines=2, enter_submits=False)`` with ``submitted()``; ``Select([(key, label)])``:
            ``.value() .set_value() .set_options()``, ``picked(str)``; ``SearchField(placeholder,
            key_hint="")``: ``.text() .set_text() .clear() .edit``, signals ``edited(str)
            submitted(str)``. QSlider, QProgressBar, QTableView are styled too
banner.py   ``Banner(text, title="", role="info|caution|patient|error", action="", action_icon="",
            quiet_action="", face=None)``: ``.set_words(text, title) .announce()``, signals
            ``acted() declined()``
tags.py     ``Tag(text,
            tone="neutral|accent|count|patient|met|partly|not_met|not_assessed|alarm")``;
            ``VerdictMark(verdict, text="", word=False)``; ``VERDICTS[verdict] = (icon, role,
            word)``
keyhint.py  ``KeyHint(keys)``
bars.py     ``ScoreBar(name, points, max_points, estimate=None)``: ``.set_points()``;
            ``Meter(share)``; ``ProgressRow(name, share, due)``: ``.set_progress(share, due)``;
            ``LevelBars(levels, spoken)``; ``paint_bar() paint_levels()``
rows.py     ``RowView(name, columns=[Column(name, width, right=False)], tall=False)``:
            ``.set_rows([Row]) .replace_row(Row) .select(key) .current_key() .ticked_keys()
            .set_columns()``, signals ``current_changed(str) opened(str) ticked(str, bool)``;
            ``Row(key, title, second="", icon="", cells=(Cell,...), checked=None, muted=False)``;
            ``Cell(text, second="", bold=False, role="second", levels=())``; columns give way from
            the left when titles need the room; ``RowHeader(title, columns, icons=True, tall=True)``
turns.py    ``TurnList(name)``: ``.add_turn(voice, name, time, text) -> Turn``, ``.add_line(icon,
            text, time)``, ``.scroll_to_end() .show_entry(turn) .clear()``; ``Turn``: ``.set_text()
            .set_muted() .set_action(w)``; voices trainee, patient (and relatives), staff
states.py   ``EmptyState(sentence, action="", icon="")`` with ``acted()``; ``LoadingRows(rows,
            tall)``
announce.py ``announce(widget, text, assertive=False)``, ``Toast.say(parent, text, icon="check")``,
            ``fade_in(widget)``
dialog.py   ``confirm(parent, title, text, action=, decline="Cancel", danger=False) -> bool``;
            ``Dialog(parent, title, text, action=, decline=, danger=)`` with ``.body .main_button``
rail.py     ``Rail(top, bottom)`` of (key, label, icon): ``.set_value(key) .set_narrow(bool)``,
            signal ``chosen(str)``
focus.py    ``follow_focus(app)`` once at start; a widget that draws its own ring sets the property
            ``own_focus`` and uses ``painting.paint_inner_ring``
painting.py ``painting(device)`` (context manager), ``paint_box paint_text paint_inner_ring
            text_width``
"""
