"""Taking letters out of a store."""

from conftest import add, content, item_text, letter_text

from index.__main__ import main
from index.store.remove import known_files, remove
from index.store.store import Store


def store_of_two(tmp_path, write_letter):
    first = write_letter("a.txt", letter_text(item_text("MRI of the sacrum"), case="CM16-0000001"))
    second = write_letter("b.txt", letter_text(item_text("CT of the knee"), case="CM16-0000002"))
    folder = tmp_path / "store"
    add(folder, first, second)
    return folder, first, second


def test_a_removed_letter_leaves_the_store_as_if_it_had_never_been_added(tmp_path, write_letter):
    folder, first, second = store_of_two(tmp_path, write_letter)
    store = Store.open(folder)
    assert remove(store, [str(second)]) == 1
    store.close()
    alone = tmp_path / "alone"
    add(alone, first)
    assert content(folder) == content(alone)
    assert second.exists()


def test_a_determination_that_another_file_holds_stays(tmp_path, write_letter):
    folder, first, _ = store_of_two(tmp_path, write_letter)
    copy = first.with_name("copy.txt")
    copy.write_bytes(first.read_bytes())
    add(folder, copy)
    store = Store.open(folder)
    assert remove(store, [str(first)]) == 0
    assert known_files(store, [copy]) == [str(copy)]
    store.close()


def test_a_folder_is_removed_with_all_its_files_and_an_unknown_one_is_said(
    tmp_path, write_letter, capsys
):
    folder, first, _ = store_of_two(tmp_path, write_letter)
    assert main(["remove", str(tmp_path / "elsewhere"), "--store", str(folder)]) == 2
    assert "holds no file of that name" in capsys.readouterr().err
    assert main(["remove", str(first.parent), "--store", str(folder)]) == 0
    assert "2 determinations removed" in capsys.readouterr().err
    assert content(folder)[0] == []
