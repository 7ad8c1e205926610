"""What every graph store must do: one suite, which each store's test module runs by inheriting it.

A store's module says how a store is opened on a place of its own (`place`), and how a save there is broken off.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import pytest

from graph.errors import GraphMissing, GraphStoreError
from graph.skills_graph import SkillsGraph, build_graph
from graph.statements import Edge, Node, properties
from graph.store import GraphStore, Stats
from skills_taxonomy.types import Provenance
from tests import world


class Place(Protocol):
    """Somewhere to keep a graph: a folder, a database."""

    def open(self) -> GraphStore:
        """A store on it."""
        ...

    def break_off(self, graph: SkillsGraph) -> Iterator[str]:
        """Save the graph again and again in a process that is killed each time a little later; says where it was.

        Ends before the save gets through.
        """
        ...


def small() -> SkillsGraph:
    return build_graph(world.tables())


def odd() -> SkillsGraph:
    """Everything that may be lost on the way: odd letters, empty texts, kinds of numbers, repeated pairs, loops."""
    place = Provenance("söurce", "folder/file.zip!member.csv:12", "http://x.example/?a=1&b='\"\\")
    every = properties(
        text='quote " back \\ newline \n nul-free ü 漢', whole=3, real=3.0, yes=True, no=False, nought=0.0
    )
    return SkillsGraph(
        [Node("x:a", "credential", "Ä \U0001f600 'a'", every, place), Node("x:empty", "skill", "")],
        [
            Edge("x:a", "needs", "x:b", "essential", every, place),
            Edge("x:a", "needs", "x:b", "optional"),
            Edge("x:a", "teaches", "x:b", "optional"),
            Edge("x:b", "needs", "x:a", "essential"),
            Edge("x:a", "related", "x:a"),
        ],
    )


class StoreConformance:
    """Inherit this and give the fixture `place`."""

    @pytest.fixture
    def place(self) -> Place:
        raise NotImplementedError

    def test_nothing_is_kept_at_first(self, place: Place) -> None:
        with place.open() as store:
            assert store.stats() == Stats()
            with pytest.raises(GraphMissing) as missing:
                store.load()
        assert missing.value.hint

    @pytest.mark.parametrize("graph", [small(), odd(), SkillsGraph([], [])], ids=["small", "odd", "empty"])
    def test_what_is_saved_is_loaded_again_down_to_every_property(self, place: Place, graph: SkillsGraph) -> None:
        with place.open() as store:
            store.save(graph)
        with place.open() as store:
            loaded = store.load()
        assert loaded == graph
        assert {repr(node) for node in loaded.nodes()} == {repr(node) for node in graph.nodes()}
        assert {repr(edge) for edge in loaded.edges()} == {repr(edge) for edge in graph.edges()}

    def test_stats_tell_how_much_there_is_and_name_what_is_said(self, place: Place) -> None:
        with place.open() as store:
            told = store.save(small())
            assert (told.nodes, told.edges) == (len(small()), small().size)
            assert told.name
            assert store.stats() == told

    def test_saving_the_same_again_changes_nothing_whatever_the_order_it_was_put_together_in(
        self, place: Place
    ) -> None:
        graph = small()
        turned = SkillsGraph(reversed(list(graph.nodes())), reversed(list(graph.edges())))
        with place.open() as store:
            assert store.save(graph) == store.save(graph) == store.save(turned) == store.stats()
            assert store.load() == graph

    def test_a_save_takes_the_place_of_the_one_before_and_leaves_nothing_of_it(self, place: Place) -> None:
        with place.open() as store:
            first = store.save(small())
            second = store.save(odd())
            assert store.load() == odd()
            assert first.name != second.name

    def test_one_changed_property_makes_another_name(self, place: Place) -> None:
        with place.open() as store:
            one = store.save(SkillsGraph([Node("x:a", "skill", "a", properties(level=1.0))], []))
            other = store.save(SkillsGraph([Node("x:a", "skill", "a", properties(level=2.0))], []))
            assert one.name != other.name

    def test_a_store_that_is_open_sees_what_another_saves(self, place: Place) -> None:
        with place.open() as reader, place.open() as writer:
            writer.save(small())
            assert reader.load() == small()
            writer.save(odd())
            assert reader.load() == odd()

    def test_a_closed_store_refuses_every_verb_and_closing_twice_is_fine(self, place: Place) -> None:
        store = place.open()
        store.close()
        store.close()
        for verb in (store.load, store.stats, lambda: store.save(small())):
            with pytest.raises(GraphStoreError, match="closed"):
                verb()

    def test_a_save_killed_in_the_middle_leaves_the_graph_of_before_or_the_new_one_and_the_next_save_works(
        self, place: Place
    ) -> None:
        with place.open() as store:
            store.save(small())
        points = []
        for point in place.break_off(odd()):
            points.append(point)
            with place.open() as store:
                assert store.load() in (small(), odd()), point
                store.save(small())
                assert store.load() == small(), point
        assert points, "no save was broken off"
